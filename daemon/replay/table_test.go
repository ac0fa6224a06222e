package replay_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"firebreak/daemon/escalation"
	"firebreak/daemon/replay"
	"firebreak/detectors"
)

// TestTableRunsNoFormula: what a spreadsheet would take for a formula has an apostrophe before it.
func TestTableRunsNoFormula(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	table, err := replay.NewTable(&out, "id", "text")
	require.NoError(t, err)
	for _, cell := range []string{"  =1", "\"=1", "'=1", " \"' @x", "\u00a0-1", "\u200b+1", "＝1", "3 - 2", "\" x=1", "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "plain", "", "a=b", "with \"quotes\", and commas"} {
		require.NoError(t, table.Row("x", cell))
	}
	require.NoError(t, table.Flush())
	require.Equal(t, "id,text\nx,'  =1\nx,\"'\"\"=1\"\nx,''=1\nx,\"' \"\"' @x\"\nx,'\u00a0-1\nx,'\u200b+1\nx,'＝1\nx,3 - 2\nx,\"\"\" x=1\"\nx,'=1+1\nx,'+1\nx,'-1\nx,'@SUM(A1)\nx,'\t=1\nx,\"'\r=1\"\nx,\"'\n=1\"\nx,plain\nx,\nx,a=b\n"+
		"x,\"with \"\"quotes\"\", and commas\"\n", out.String())
}

func TestTableGivesBackItsCells(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cells := rapid.SliceOfN(rapid.StringMatching(`[-=+@\t\n"', a-c]{0,6}`), 2, 4).Draw(t, "cells")
		var out bytes.Buffer
		table, err := replay.NewTable(&out, cells...)
		require.NoError(t, err)
		require.NoError(t, table.Flush())
		rows, err := csv.NewReader(&out).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 1)
		for i, got := range rows[0] {
			require.Contains(t, []string{cells[i], "'" + cells[i]}, got)
			require.False(t, got != "" && strings.ContainsRune("=+-@\t\r\n", rune(got[0])), got)
		}
	})
}

// FuzzTable: whatever a cell holds, no program that strips spaces and quotes finds a formula in it, and it comes back with nothing but an
// apostrophe before it.
func FuzzTable(f *testing.F) {
	for _, cell := range []string{"=1", "\"=cmd|' /C calc'!A0", "\ufeff=1", "\x00=1", "a;=1", "\r\n@x", "\xff=1", "'", "-5", "x,\"y\"\nz"} {
		f.Add(cell)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		var out bytes.Buffer
		table, err := replay.NewTable(&out, "x", cell)
		require.NoError(t, err)
		require.NoError(t, table.Flush())
		rows, err := csv.NewReader(&out).ReadAll()
		require.NoError(t, err)
		require.Len(t, rows, 1)
		got := rows[0][1]
		// A reader of CSV makes one line end of two characters: RFC 4180 does not say, and encoding/csv does.
		plain := func(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }
		require.Contains(t, []string{plain(cell), plain("'" + cell)}, got)
		if strings.HasPrefix(got, "'") && got != plain(cell) {
			return
		}
		first := strings.Trim(got, "\"'`“”‘’ \u00a0\u200b\ufeff\x00\v\f\t\r\n")
		require.False(t, first != "" && strings.ContainsRune("=+-@", rune(first[0])), "%q", got)
	})
}

func TestTableReportsABrokenWriter(t *testing.T) {
	t.Parallel()
	table, err := replay.NewTable(broken{}, "id")
	require.NoError(t, err, "it stays in the buffer")
	require.ErrorIs(t, table.Flush(), errFull)
}

var errFull = errors.New("the disk is full")

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errFull }

func TestDecisionCells(t *testing.T) {
	t.Parallel()
	d := escalation.Decision{
		Time: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), Incident: "t:1", ThreadID: "1", Level: escalation.LevelPage, Severity: detectors.SeverityError,
		Action: escalation.DecisionPage, Priority: 0.5, Kinds: []string{"crisis", "rumour"}, Topic: "breach", MentionID: "2",
		Reasons: []escalation.Reason{{Signal: "rumour", Value: 0.25, Rule: "complaint"}, {Signal: "reposts", Value: 3}},
	}
	cells := replay.DecisionCells(&d)
	require.Len(t, cells, len(replay.DecisionHeadings()))
	require.Equal(t, []string{
		"2026-03-02T09:00:00Z", "page", "page", "error", "0.5", "t:1", "1", "2", "breach", "crisis rumour", "rumour=0.25(complaint) reposts=3",
	}, cells)
}
