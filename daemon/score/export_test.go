package score

// Chill makes every thread cold.
func (e *Engine) Chill() {
	for _, sl := range e.hot {
		if !e.chill(sl) {
			panic("a state cannot be encoded")
		}
	}
	e.hot, e.hand = e.hot[:0], 0
}

// SetHot sets how many threads are kept hot, 1 or more. It must be called before there are any.
func (e *Engine) SetHot(n int) { e.hotLimit = n }

// Hot is how many threads are hot.
func (e *Engine) Hot() int { return len(e.hot) }
