package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"firebreak/daemon/escalation/forecast"
	"firebreak/daemon/source/jsonl"
)

// alarm is the event at which a forecast first tells people of a level.
type alarm struct {
	Size  int    `json:"size"`
	Level string `json:"level"`
	// T is the seconds of the event since the root, N the reshares so far, P the probability then.
	T float64 `json:"t"`
	N int     `json:"n"`
	P float64 `json:"p"`
}

// foretold is a line of forecast.
type foretold struct {
	ID     string  `json:"id"`
	Alarms []alarm `json:"alarms"`
}

// moment is a line of forecast --trace: what would have been said at one event.
type moment struct {
	ID     string   `json:"id"`
	T      float64  `json:"t"`
	N      int      `json:"n"`
	Chance []chance `json:"chance"`
	Low    int      `json:"low"`
	Median int      `json:"median"`
	High   int      `json:"high"`
}

// chance is the forecast for one size.
type chance struct {
	Size int     `json:"size"`
	P    float64 `json:"p"`
	// Reach is the median time until it is reached, in seconds, of cascades that reach it.
	Reach float64 `json:"reach"`
	Level string  `json:"level,omitempty"`
}

func newForecast() *cobra.Command {
	var (
		sizes []int
		trace bool
	)
	cmd := &cobra.Command{
		Use:   "forecast [FILE…]",
		Short: "Say how far reshares would have been forecast to go",
		Long: `Reads recorded cascades, one JSON object a line, from files or from stdin: "id", and "t", the seconds of every event, the root
first. For each it says at which event the forecast would have alarmed whom, for every size: notify is the social team, page whoever is on
call. No alarm comes once the size is reached. A line that is no cascade is named on stderr as FILE:LINE: reason, and the work goes on.`,
		Example: `  firebreak forecast cascades.jsonl
  firebreak forecast --size 300,1000 cascades.jsonl | jq 'select(any(.alarms[]; .level == "page"))'
  echo '{"id":"a","t":[0,4,9,15,22,31,40,52,60,71,85]}' | firebreak forecast --trace`,
		RunE: func(cmd *cobra.Command, args []string) error {
			model, err := forecast.Load()
			if err != nil {
				return fmt.Errorf("loading the forecast: %w", err)
			}
			if len(sizes) == 0 {
				sizes = model.Sizes()
			}
			slices.Sort(sizes)
			sizes = slices.Compact(sizes)
			if sizes[0] < 1 {
				return usage(fmt.Errorf("--size %d: a size is 1 or more", sizes[0]))
			}
			if len(args) == 0 {
				args = []string{"-"}
			}
			inputs, err := openInputs(args, cmd.InOrStdin())
			if err != nil {
				return err
			}
			defer closeInputs(inputs)
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			f := forecaster{model: model, sizes: sizes, trace: trace, out: json.NewEncoder(out), bad: cmd.ErrOrStderr()}
			for _, in := range inputs {
				if err := f.read(cmd.Context(), in); err != nil {
					return err
				}
			}
			if err := out.Flush(); err != nil {
				return fmt.Errorf("writing forecasts: %w", err)
			}
			return nil
		},
	}
	cmd.Flags().IntSliceVar(&sizes, "size", nil, "`SIZES` to forecast, separated by commas; all that have levels of their own by default")
	cmd.Flags().BoolVar(&trace, "trace", false, "one line for every event: what would have been said then")
	return cmd
}

// forecaster runs the model over cascades, event by event.
type forecaster struct {
	model *forecast.Model
	sizes []int
	trace bool
	out   *json.Encoder
	bad   io.Writer
}

func (f *forecaster) read(ctx context.Context, in input) error {
	bad := func(number int, reason string) { fmt.Fprintf(f.bad, "%s:%d: %s\n", in.name, number, reason) }
	err := jsonl.Lines(in, func(line []byte, number int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		c, err := forecast.DecodeCascade(line)
		if err != nil {
			bad(number, err.Error())
			return nil
		}
		return f.cascade(&c)
	}, bad)
	if err != nil {
		return fmt.Errorf("reading %s: %w", in.name, err)
	}
	return nil
}

func (f *forecaster) cascade(c *forecast.Cascade) error {
	line := foretold{ID: c.ID, Alarms: []alarm{}}
	state := forecast.Start(c.Time(0))
	// told is the highest level so far, by size.
	told := make([]forecast.Level, len(f.sizes))
	for event := 1; event <= c.N(); event++ {
		state.Observe(c.Time(event))
		at := f.model.At(state, c.Time(event))
		seconds := c.Times[event] - c.Times[0]
		for i, size := range f.sizes {
			level, p := at.Alarm(size)
			for told[i] < level {
				told[i]++
				line.Alarms = append(line.Alarms, alarm{Size: size, Level: told[i].String(), T: seconds, N: event, P: rounded(p)})
			}
		}
		if f.trace {
			if err := f.say(c.ID, seconds, event, &at); err != nil {
				return err
			}
		}
	}
	if f.trace {
		return nil
	}
	if err := f.out.Encode(line); err != nil {
		return fmt.Errorf("writing forecasts: %w", err)
	}
	return nil
}

// say writes what is forecast at one event.
func (f *forecaster) say(id string, seconds float64, n int, at *forecast.Moment) error {
	line := moment{ID: id, T: seconds, N: n}
	line.Low, line.Median, line.High = at.Size()
	for _, size := range f.sizes {
		level, p := at.Alarm(size)
		line.Chance = append(line.Chance, chance{Size: size, P: rounded(p), Reach: at.Reach(size).Seconds(), Level: level.String()})
	}
	if err := f.out.Encode(line); err != nil {
		return fmt.Errorf("writing forecasts: %w", err)
	}
	return nil
}

// rounded keeps four decimals.
func rounded(p float64) float64 {
	const decimals = 1e4
	return float64(int(p*decimals+0.5)) / decimals
}
