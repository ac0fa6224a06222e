// Package secret holds values that must not be shown.
package secret

// String is a secret. Its zero value is an absent secret.
type String struct{ value *string }

// New returns a secret that holds value.
func New(value string) String { return String{value: &value} }
