// Package sourcetest is the conformance suite that every source passes, with the sink and the hostile inputs that it uses. It is for
// tests only.
package sourcetest
