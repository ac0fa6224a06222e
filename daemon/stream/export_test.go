package stream

// ConfigForTest is the client's configuration with another partition count.
func (c *Client) ConfigForTest(partitions int) Config {
	cfg := c.config
	cfg.Partitions = partitions
	return cfg
}

// PretendEmbeddedForTest makes the client create topics as on the embedded broker.
func (c *Client) PretendEmbeddedForTest() { c.embedded.Store(true) }
