package jsonl_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/source/jsonl"
)

// readLines returns what Lines hands out, as "number:text", and the numbers of the bad lines.
func readLines(r io.Reader) (lines []string, bad []int, err error) {
	err = jsonl.Lines(r, func(line []byte, number int) error {
		lines = append(lines, fmt.Sprintf("%d:%s", number, line))
		return nil
	}, func(number int, _ string) { bad = append(bad, number) })
	return lines, bad, err
}

func TestLines(t *testing.T) {
	long := strings.Repeat("a", jsonl.MaxLine)
	tests := []struct {
		name, in string
		want     []string
		bad      []int
	}{
		{"nothing", "", nil, nil},
		{"one", "a\n", []string{"1:a"}, nil},
		{"last without a line end", "a\nb", []string{"1:a", "2:b"}, nil},
		{"windows", "a\r\nb\r\n", []string{"1:a", "2:b"}, nil},
		{"one carriage return is cut, others stay", "a\r\r\nb\rc\n", []string{"1:a\r", "2:b\rc"}, nil},
		{"empty ones count", "\n\na\n\r\n \t \nb\n", []string{"3:a", "6:b"}, nil},
		{"white space stays around text", " a \n", []string{"1: a "}, nil},
		{"byte order mark", "\ufeffa\n\ufeffb\n", []string{"1:a", "2:\ufeffb"}, nil},
		{"nothing but a byte order mark", "\ufeff", nil, nil},
		{"byte order mark before an empty line", "\ufeff\r\na", []string{"2:a"}, nil},
		{"NUL", "a\x00b\n\x00\nc", []string{"1:a\x00b", "2:\x00", "3:c"}, nil},
		{"not UTF-8", "\xff\n", []string{"1:\xff"}, nil},
		{"exactly the limit", long + "\nb\n", []string{"1:" + long, "2:b"}, nil},
		{"exactly the limit, windows", long + "\r\nb\n", []string{"1:" + long, "2:b"}, nil},
		{"exactly the limit, byte order mark", "\ufeff" + long + "\r\nb\n", []string{"1:" + long, "2:b"}, nil},
		{"exactly the limit, no line end", long, []string{"1:" + long}, nil},
		{"one byte more", "a\n" + long + "a\nb\n", []string{"1:a", "3:b"}, []int{2}},
		{"some bytes more", long + "aaaaa\nb\n", []string{"2:b"}, []int{1}},
		{"one byte more, no line end", long + "a", nil, []int{1}},
		{"much more", "a\n" + strings.Repeat(long, 4) + "\r\nb", []string{"1:a", "3:b"}, []int{2}},
		{"white space beyond the limit", strings.Repeat(" ", jsonl.MaxLine+1) + "\nb", []string{"2:b"}, []int{1}},
		{"larger than a buffer", strings.Repeat("b", 200_000) + "\nc\n", []string{"1:" + strings.Repeat("b", 200_000), "2:c"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for name, r := range map[string]io.Reader{
				"whole":         strings.NewReader(tt.in),
				"halves":        iotest.HalfReader(strings.NewReader(tt.in)),
				"end with data": iotest.DataErrReader(strings.NewReader(tt.in)),
			} {
				lines, bad, err := readLines(r)
				require.NoError(t, err, name)
				require.Equal(t, shorten(tt.want), shorten(lines), name)
				require.Equal(t, tt.bad, bad, name)
			}
			if len(tt.in) < 100 {
				lines, _, err := readLines(iotest.OneByteReader(strings.NewReader(tt.in)))
				require.NoError(t, err)
				require.Equal(t, tt.want, lines)
			}
		})
	}
}

// shorten keeps failures readable.
func shorten(lines []string) []string {
	out := make([]string, 0, len(lines))
	for _, l := range lines {
		if len(l) > 100 {
			l = fmt.Sprintf("%s… (%d bytes)", l[:20], len(l))
		}
		out = append(out, l)
	}
	return out
}

func TestLinesErrors(t *testing.T) {
	broken := errors.New("the disk is gone")
	t.Run("of the reader", func(t *testing.T) {
		lines, _, err := readLines(io.MultiReader(strings.NewReader("a\nb\nhalf of"), iotest.ErrReader(broken)))
		require.ErrorIs(t, err, broken)
		require.ErrorContains(t, err, "reading line 3")
		require.Equal(t, []string{"1:a", "2:b"}, lines, "a line that was cut short is not handed out")
	})
	t.Run("of the function", func(t *testing.T) {
		n := 0
		err := jsonl.Lines(strings.NewReader("a\nb\nc\n"), func([]byte, int) error {
			n++
			if n == 2 {
				return broken
			}
			return nil
		}, nil)
		require.Same(t, broken, err, "it is returned as it is")
		require.Equal(t, 2, n)
	})
	t.Run("nobody asks for bad lines", func(t *testing.T) {
		n := 0
		err := jsonl.Lines(strings.NewReader(strings.Repeat("a", jsonl.MaxLine+1)+"\nb"), func([]byte, int) error {
			n++
			return nil
		}, nil)
		require.NoError(t, err)
		require.Equal(t, 1, n)
	})
	t.Run("a reader that gives nothing", func(t *testing.T) {
		err := jsonl.Lines(stuck{}, func([]byte, int) error { return nil }, nil)
		require.ErrorIs(t, err, io.ErrNoProgress)
	})
}

// stuck reads nothing and never ends.
type stuck struct{}

func (stuck) Read([]byte) (int, error) { return 0, nil }

// zeros is an endless line of n bytes.
func zeros(n int64) io.Reader { return io.LimitReader(endless{}, n) }

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

func TestLinesHoldsNoLongLine(t *testing.T) {
	allocated := testing.AllocsPerRun(1, func() {
		_, bad, err := readLines(zeros(64 << 20))
		require.NoError(t, err)
		require.Equal(t, []int{1}, bad)
	})
	require.Less(t, allocated, 200.0)
	bytesUsed := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			_, _, _ = readLines(zeros(32 << 20))
		}
	}).AllocedBytesPerOp()
	require.Less(t, bytesUsed, int64(16<<20), "a line that is too long is not held in memory")
}

func FuzzLines(f *testing.F) {
	for _, seed := range []string{"", "a\nb\r\n\r\n\ufeff", "\ufeff{}\n\x00\n", " \n\t", "a", "\n\n\n", "\r\r\n"} {
		f.Add([]byte(seed), uint8(3))
	}
	f.Fuzz(func(t *testing.T, data []byte, step uint8) {
		lines, bad, err := readLines(bytes.NewReader(data))
		require.NoError(t, err)
		require.Empty(t, bad)
		chunked, _, err := readLines(&chunks{data: data, step: int(step)%7 + 1})
		require.NoError(t, err)
		require.Equal(t, lines, chunked, "how the input is cut into reads does not matter")
		// The same by plain means.
		var want []string
		rest := strings.TrimPrefix(string(data), "\ufeff")
		for i, l := range strings.Split(rest, "\n") {
			if i < strings.Count(rest, "\n") {
				l = strings.TrimSuffix(l, "\r")
			}
			if strings.TrimSpace(l) != "" {
				want = append(want, fmt.Sprintf("%d:%s", i+1, l))
			}
		}
		require.Equal(t, want, lines)
	})
}

// chunks reads data in steps.
type chunks struct {
	data []byte
	step int
}

func (c *chunks) Read(p []byte) (int, error) {
	if len(c.data) == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(len(p), c.step)], c.data)
	c.data = c.data[n:]
	return n, nil
}

func BenchmarkLines(b *testing.B) {
	data := bytes.Repeat(append(bytes.Repeat([]byte("x"), 619), '\n'), 10_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		n := 0
		err := jsonl.Lines(bytes.NewReader(data), func([]byte, int) error { n++; return nil }, nil)
		if err != nil || n != 10_000 {
			b.Fatal(n, err)
		}
	}
}
