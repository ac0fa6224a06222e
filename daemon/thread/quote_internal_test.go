package thread

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepeats(t *testing.T) {
	t.Parallel()
	of := &Post{Text: "Nobody else has had any problem. It is clearly your computer, don't you think?"}
	for text, want := range map[string]bool{
		"lol @lantern 'it is clearly your computer'":                      true,
		"“Nobody else has had any problem”, says the theatre. Gold.":      true,
		"nobody else has had ANY problem... right":                        true,
		"\"clearly your computer\" 😂":                                     true,
		"'don't you think?' they asked":                                   true,
		"is it clearly your computer, or do they just not care":           false,
		"it is a computer":                                                false,
		"'your computer'":                                                 false,
		"'obody else has had any'":                                        false,
		"it’s what you'd expect, isn’t it":                                false,
		"":                                                                false,
		strings.Repeat("'", 9999):                                         false,
		strings.Repeat("it is ", 9999) + "\"clearly your computer\"":      true,
		strings.Repeat("word ", 9999) + "nobody else has had any problem": false,
	} {
		require.Equal(t, want, repeats(&Post{Text: text}, of), "%.60q", text)
	}
	require.False(t, repeats(&Post{Text: "'a b c'"}, &Post{}))
}
