// Package jsonl is the source that reads mentions from JSON lines: standard input, a file or a folder of files, once or for as long as
// they grow.
//
// Nothing is lost: a place in a file is saved only after what stands before it was accepted, and the place is bound to the content there,
// so that files that were renamed, replaced or emptied are told apart. After a crash some lines are offered again.
package jsonl
