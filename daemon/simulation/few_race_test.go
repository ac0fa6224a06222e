//go:build race

package simulation_test

// fewSeeds are played where nobody asks for more. The race detector is slow, and everything here moves one at a time.
const fewSeeds = 10
