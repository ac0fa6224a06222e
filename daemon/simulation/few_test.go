//go:build !race

package simulation_test

// fewSeeds are played where nobody asks for more.
const fewSeeds = 120
