package shoutrrr

import "net/http"

// Through makes a sink's requests go through a transport.
func (s *Sink) Through(transport http.RoundTripper) { s.client.Transport = transport }
