package examples_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay/examples"
	"firebreak/daemon/stream"
)

// keep does what the command does, and returns what became of the only example.
func keep(t *testing.T, m memory, folder examples.Folder) examples.Saved {
	t.Helper()
	known, bad, err := folder.Known()
	require.NoError(t, err)
	require.Empty(t, bad)
	found, err := examples.Read(t.Context(), m, examples.Options{Since: noon(), Known: known, Private: folder.Private})
	require.NoError(t, err)
	require.Len(t, found.Examples, 1)
	saved, err := folder.Save(found.Examples[0])
	require.NoError(t, err)
	return saved
}

func text(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}

// story is a conversation that was paged and called noise.
func story(t *testing.T) (memory, examples.Folder) {
	t.Helper()
	m := memory{}
	m.mention(t, post("x:1", "jane", "", "acme lost my bag", 0))
	m.mention(t, post("x:2", "bob", "x:1", "acme lost mine, too", 10))
	m.mention(t, post("x:3", "kim", "x:1", "and mine", 20))
	m.incident(t, "t:x:1", "Acme", tell(escalation.LevelPage, 10))
	m.judge(t, "t:x:1", escalation.ActionNoise, "ann", 30)
	return m, examples.Folder{Dir: filepath.Join(t.TempDir(), "cases"), Config: "../firebreak.yaml", Check: acme(t)}
}

func TestKeepTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	m, folder := story(t)
	saved := keep(t, m, folder)
	require.Equal(t, examples.ChangeNew, saved.Change)
	first := text(t, saved.Path)
	require.Contains(t, first, "config: \"../firebreak.yaml\"\n")
	require.Equal(t, examples.ChangeSame, keep(t, m, folder).Change)
	// Version control may change the ends of lines.
	require.NoError(t, os.WriteFile(saved.Path, []byte(strings.ReplaceAll(first, "\n", "\r\n")), 0o600))
	require.Equal(t, examples.ChangeSame, keep(t, m, folder).Change)
	require.NoError(t, os.WriteFile(saved.Path, []byte(first), 0o600))
	// Another judgement is news; the file stays the conversation's.
	m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 40)
	again := keep(t, m, folder)
	require.Equal(t, examples.Saved{Path: saved.Path, Change: examples.ChangeUpdated}, again)
	require.Contains(t, text(t, saved.Path), "as: missed")
}

// TestKeepWhatKafkaForgets: retention takes records, the oldest first; the example stays as it was.
func TestKeepWhatKafkaForgets(t *testing.T) {
	t.Parallel()
	m, folder := story(t)
	saved := keep(t, m, folder)
	whole := text(t, saved.Path)
	for range 3 {
		m[stream.TopicMentions] = m[stream.TopicMentions][1:]
		require.Equal(t, examples.ChangeSame, keep(t, m, folder).Change)
	}
	// Then the judgement itself, and the incident.
	m[stream.TopicActions], m[stream.TopicIncidents] = nil, nil
	require.Equal(t, examples.ChangeSame, keep(t, m, folder).Change)
	require.Equal(t, whole, text(t, saved.Path))

	// A deletion is heard all the same, and stays so when its record is forgotten, too.
	m.mention(t, remove("x:2", 10_000))
	require.Equal(t, examples.ChangeUpdated, keep(t, m, folder).Change)
	require.NotContains(t, text(t, saved.Path), "lost mine")
	require.Contains(t, text(t, saved.Path), `gone: ["x:2"]`)
	m[stream.TopicMentions] = nil
	require.Equal(t, examples.ChangeSame, keep(t, m, folder).Change)
	m.add(stream.Record{Topic: stream.TopicMentions, Key: []byte("Acme|x:1")})
	require.Equal(t, examples.ChangeUpdated, keep(t, m, folder).Change)
	require.Contains(t, text(t, saved.Path), "and mine")
	m.mention(t, edit("x:3", "and nothing", 10_000))
	require.Equal(t, examples.ChangeRemoved, keep(t, m, folder).Change)
	require.NoFileExists(t, saved.Path)
}

// TestKeepWhatPeopleChange: a file that was changed by hand is left alone, and told of where it holds what must not stay.
func TestKeepWhatPeopleChange(t *testing.T) {
	t.Parallel()
	m, folder := story(t)
	path := keep(t, m, folder).Path
	edited := strings.Replace(text(t, path), "pages: 0", "none: true", 1)
	require.NoError(t, os.WriteFile(path, []byte(edited), 0o600))
	m.judge(t, "t:x:1", escalation.ActionMissed, "sam", 40)
	require.Equal(t, examples.Saved{Path: path, Change: examples.ChangeEdited}, keep(t, m, folder))
	m.mention(t, remove("x:2", 50))
	require.Equal(t, examples.Saved{Path: path, Change: examples.ChangeEdited, Stale: []string{"x:2"}}, keep(t, m, folder))
	require.Equal(t, edited, text(t, path))
	folder.Overwrite = true
	require.Equal(t, examples.ChangeOverwritten, keep(t, m, folder).Change)
	require.NotContains(t, text(t, path), "lost mine")
}

// TestKeepPrivate: what was kept with private messages loses them when it is kept without.
func TestKeepPrivate(t *testing.T) {
	t.Parallel()
	m, folder := story(t)
	secret := post("x:4", "jane", "x:1", "write to [email]", 25)
	secret.Tier = "private"
	m.mention(t, secret)
	folder.Private = true
	path := keep(t, m, folder).Path
	require.Contains(t, text(t, path), "write to [email]")
	folder.Private = false
	require.Equal(t, examples.ChangeUpdated, keep(t, m, folder).Change)
	require.NotContains(t, text(t, path), "write to")
}

func TestKeepWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	m, folder := story(t)
	path := keep(t, m, folder).Path
	require.NoError(t, os.WriteFile(filepath.Join(folder.Dir, "mine.yaml"), []byte("anything"), 0o600))
	require.NoError(t, os.WriteFile(path, []byte("tests: ["), 0o600))
	known, bad, err := folder.Known()
	require.NoError(t, err)
	require.Empty(t, known)
	require.Len(t, bad, 1)
	found, err := examples.Read(t.Context(), m, examples.Options{})
	require.NoError(t, err)
	_, err = folder.Save(found.Examples[0])
	require.ErrorContains(t, err, "reading an example")
	require.Equal(t, "tests: [", text(t, path))
}

func TestTooLongForACase(t *testing.T) {
	t.Parallel()
	m, folder := story(t)
	for i := range 60 {
		m.mention(t, post("x:1"+strings.Repeat("0", i+1), "u", "x:1", strings.Repeat("acme ", 8000), 21))
	}
	found, err := examples.Read(t.Context(), m, examples.Options{})
	require.NoError(t, err)
	_, err = folder.Save(found.Examples[0])
	require.ErrorContains(t, err, "64 events")
	require.NoDirExists(t, folder.Dir)
}

func TestName(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, incident := range []string{
		"t:x:1", "t:X:1", "t:x-1", "t:bluesky:at://did:plc:abc/app.bsky.feed.post/3k", "t:../../etc/passwd", "t:" + strings.Repeat("a", 500), "t:" + strings.Repeat("a", 501), "t:", "t:..", "t:\x00/é",
	} {
		name := examples.Name(incident)
		require.Regexp(t, `^[a-z0-9][a-z0-9._-]{0,60}[0-9a-f]{8}\.yaml$`, name)
		require.NotContains(t, names, name)
		require.False(t, strings.HasPrefix(name, "."), name)
		names[name] = true
	}
	require.Equal(t, "x-1-e91aa2d5.yaml", examples.Name("t:x:1"), "names stay")
}
