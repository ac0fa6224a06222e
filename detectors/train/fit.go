package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"firebreak/detectors/internal/model"
)

// options are the settings of the fit.
type options struct {
	epochs int
	rate   float64
	decay  float64
	// directionRate and directionDecay are those of the words' vectors.
	directionRate, directionDecay float64
	// damping keeps a weight that has moved little from moving far at once.
	damping float64
	// warm is the number of epochs in which only the words' vectors learn.
	warm int
	seed uint64
	// own are the settings of single heads, by their place.
	own map[int]own
}

// own are settings of one head.
type own struct {
	decay float64
	// wordless heads learn nothing of the words' vectors.
	wordless bool
}

// defaults are the settings that did best out of fold (brand), and on labelled posts that are only for development (public): what the public
// says is more varied than the corpus, so that its weights are held smaller.
func defaults(side model.Side) options {
	o := options{epochs: 14, rate: 0.35, decay: 0.003, directionRate: 1, directionDecay: 1e-4, damping: 1, warm: 5, seed: 1}
	if side == model.Public {
		o.decay = 0.01
		// Scams are told by their jargon, which the vectors have from elsewhere. Chosen out of fold on the texts that it is trained on.
		o.own = map[int]own{slices.Index(heads(side), "scam"): {decay: 0.006, wordless: true}}
	}
	return o
}

// net is a layer while it is trained.
type net struct {
	heads   int
	bias    []float64
	weights []float64
	// squares sum the squared gradients of each weight: AdaGrad (Duchi, Hazan, Singer: Adaptive Subgradient Methods, 2011).
	squares []float64
	biasSq  []float64
	// direction is the weight of each dimension of the words' vectors for each head.
	direction, directionSq []float64
	// decay and wordless are the settings of each head.
	decay    []float64
	wordless []bool
}

func newNet(heads, dimensions int, o options) *net {
	n := &net{
		decay: slices.Repeat([]float64{o.decay}, heads), wordless: make([]bool, heads),
		direction: make([]float64, heads*dimensions), directionSq: make([]float64, heads*dimensions),
		heads: heads, bias: make([]float64, heads), biasSq: make([]float64, heads),
		weights: make([]float64, heads*model.Buckets), squares: make([]float64, heads*model.Buckets),
	}
	for h, own := range o.own {
		n.decay[h], n.wordless[h] = own.decay, own.wordless
	}
	return n
}

// score is the log-odds of every head for an example.
func (n *net) score(e *example, z []float64) {
	copy(z, n.bias)
	byWords, byChars := norms(e)
	for i, f := range e.features {
		x := byWords
		if i >= e.words {
			x = byChars
		}
		row := n.weights[int(f)*n.heads:][:n.heads]
		for h := range z {
			z[h] += float64(row[h] * x)
		}
	}
	for d, x := range e.dense {
		row := n.direction[d*n.heads:][:n.heads]
		for h := range z {
			z[h] += float64(row[h] * x)
		}
	}
}

func norms(e *example) (byWords, byChars float64) {
	return 1 / math.Sqrt(float64(max(e.words, 1))), 1 / math.Sqrt(float64(max(len(e.features)-e.words, 1)))
}

// target is what a head should say of an example: its label, softened by a teacher where there is one. It reports false where nothing is known.
func target(e *example, h int) (float64, bool) {
	hard := 0.0
	switch e.labels[h] {
	case unknown:
		if e.soft == nil || e.soft[h] < 0 {
			return 0, false
		}
		return float64(e.soft[h]), true
	case yes:
		hard = 1
	case no:
	}
	if e.soft == nil || e.soft[h] < 0 {
		return hard, true
	}
	return 0.7*hard + 0.3*float64(e.soft[h]), true
}

// fit trains all heads of a side on the examples, less those of one fold (none where it is less than 0). The order is shuffled by a seeded
// generator, the arithmetic has one order: the same examples give the same weights.
func fit(examples []example, heads, without int, o options) *net {
	n := newNet(heads, len(examples[0].dense), o)
	order := make([]int, 0, len(examples))
	for i := range examples {
		if examples[i].fold != without {
			order = append(order, i)
		}
	}
	random := rand.New(rand.NewPCG(o.seed, 0)) //nolint:gosec // The seed is the point: training is reproducible.
	z := make([]float64, heads)
	for epoch := range o.epochs {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			n.step(&examples[i], z, o, epoch < o.warm)
		}
	}
	return n
}

// step moves the weights towards one example.
func (n *net) step(e *example, z []float64, o options, warm bool) {
	n.score(e, z)
	for h := range z {
		t, known := target(e, h)
		if !known {
			z[h] = 0
			continue
		}
		z[h] = e.weight * (sigmoid(z[h]) - t)
		n.biasSq[h] += z[h] * z[h]
		n.bias[h] -= o.rate * z[h] / (1 + math.Sqrt(n.biasSq[h]))
	}
	byWords, byChars := norms(e)
	for i, f := range e.features {
		if warm {
			break
		}
		x := byWords
		if i >= e.words {
			x = byChars
		}
		row := n.weights[int(f)*n.heads:][:n.heads]
		squares := n.squares[int(f)*n.heads:][:n.heads]
		for h, g := range z {
			if g == 0 {
				continue
			}
			g = g*x + n.decay[h]*row[h]
			squares[h] += g * g
			row[h] -= o.rate * g / math.Sqrt(o.damping+squares[h])
		}
	}
	for d, x := range e.dense {
		row := n.direction[d*n.heads:][:n.heads]
		squares := n.directionSq[d*n.heads:][:n.heads]
		for h, g := range z {
			if g == 0 || n.wordless[h] {
				continue
			}
			g = g*x + o.directionDecay*row[h]
			squares[h] += g * g
			row[h] -= o.directionRate * g / math.Sqrt(o.damping+squares[h])
		}
	}
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

// platt fits p = sigmoid(a z + b) to truths by Newton's method (Platt: Probabilistic outputs for support vector machines, 1999, with his
// softened targets).
func platt(z []float64, truths []bool) (a, b float64) {
	positives := 0.0
	for _, t := range truths {
		if t {
			positives++
		}
	}
	negatives := float64(len(truths)) - positives
	if positives < 10 || negatives < 10 {
		return 1, 0
	}
	up, down := (positives+1)/(positives+2), 1/(negatives+2)
	a, b = 1, 0
	for range 50 {
		var ga, gb, haa, hab, hbb float64
		for i, x := range z {
			t := down
			if truths[i] {
				t = up
			}
			p := sigmoid(a*x + b)
			d, w := p-t, max(p*(1-p), 1e-9)
			ga += d * x
			gb += d
			haa += w * x * x
			hab += w * x
			hbb += w
		}
		// A weak prior on a = 1, b = 0 keeps heads that are told apart perfectly from running away.
		ga += a - 1
		gb += 0.1 * b
		haa++
		hbb += 0.1
		det := haa*hbb - hab*hab
		da, db := (ga*hbb-gb*hab)/det, (gb*haa-ga*hab)/det
		a, b = a-da, b-db
		if math.Abs(da)+math.Abs(db) < 1e-9 {
			break
		}
	}
	return max(a, 0.05), b
}

// quantise turns a trained layer into eight-bit weights.
func quantise(n *net, names []string, calibrated []calibration) model.Layer {
	l := model.Layer{Weights: make([]byte, len(n.weights))}
	for h, name := range names {
		var steps [2]float64
		for i := h; i < len(n.weights); i += n.heads {
			group := 0
			if i/n.heads >= model.WordBuckets {
				group = 1
			}
			steps[group] = max(steps[group], math.Abs(n.weights[i])/127)
		}
		for i := h; i < len(n.weights); i += n.heads {
			step := steps[0]
			if i/n.heads >= model.WordBuckets {
				step = steps[1]
			}
			if step > 0 {
				l.Weights[i] = byte(int8(math.Round(n.weights[i] / step))) //nolint:gosec // Two's complement is meant.
			}
		}
		c := calibrated[h]
		head := model.Head{Name: name, Bias: float32(c.a*n.bias[h] + c.b), Words: float32(c.a * steps[0]), Chars: float32(c.a * steps[1])}
		head.Blend.Rules, head.Blend.Own, head.Blend.Shift = float32(c.rules), float32(c.own), float32(c.shift)
		l.Heads = append(l.Heads, head)
	}
	return l
}
