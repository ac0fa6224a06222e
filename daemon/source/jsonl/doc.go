// Package jsonl is the source that reads mentions from JSON lines: standard input, a file or a folder of files, once or for as long as
// they grow.
package jsonl
