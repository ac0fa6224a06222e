// Package webhook is the source that takes mentions by HTTP POST, signed as Standard Webhooks has it.
//
// A request is answered only after its mentions are durable, so that a sender that repeats what was not answered with 202 loses nothing.
// Repeats are harmless: a mention is known by its id.
package webhook
