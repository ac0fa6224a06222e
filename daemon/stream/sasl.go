package stream

import (
	"context"
	"fmt"

	"github.com/segmentio/kafka-go/sasl"
	"github.com/segmentio/kafka-go/sasl/plain"
	"github.com/segmentio/kafka-go/sasl/scram"
)

// saslMechanism reads the password at every authentication, where kafka-go's own would keep the first one for ever.
type saslMechanism struct{ SASL }

var _ sasl.Mechanism = (*saslMechanism)(nil)

// Name is the mechanism's name on the wire.
func (m *saslMechanism) Name() string { return m.Mechanism }

// Start begins one authentication.
func (m *saslMechanism) Start(ctx context.Context) (sasl.StateMachine, []byte, error) {
	password, err := m.Password()
	if err != nil {
		return nil, nil, fmt.Errorf("reading the sasl password: %w", err)
	}
	var inner sasl.Mechanism
	switch m.Mechanism {
	case MechanismScramSHA256:
		inner, err = scram.Mechanism(scram.SHA256, m.Username, password)
	case MechanismScramSHA512:
		inner, err = scram.Mechanism(scram.SHA512, m.Username, password)
	default:
		inner = plain.Mechanism{Username: m.Username, Password: password}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("preparing %s: %w", m.Mechanism, err)
	}
	return inner.Start(ctx)
}
