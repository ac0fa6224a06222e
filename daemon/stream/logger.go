package stream

import (
	"fmt"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// repeatAfter is how long an equal warning of kafka-go is held back: its loops repeat one error several times a second.
const repeatAfter = 10 * time.Second

// kafkaLogger turns kafka-go's printf loggers into zap: what it calls Logger is debug, ErrorLogger is warn. Warnings of one format are
// written once in repeatAfter, with the number of those held back.
type kafkaLogger struct {
	log *zap.Logger
	now func() time.Time

	mu   sync.Mutex
	seen map[string]*repeated
}

type repeated struct {
	last time.Time
	held int
}

func newKafkaLogger(log *zap.Logger, now func() time.Time) *kafkaLogger {
	return &kafkaLogger{log: log, now: now, seen: map[string]*repeated{}}
}

// debug is nil unless debug is on, so that kafka-go formats nothing for nobody.
func (l *kafkaLogger) debug() kafka.Logger {
	if !l.log.Core().Enabled(zapcore.DebugLevel) {
		return nil
	}
	return kafka.LoggerFunc(func(format string, args ...any) {
		l.log.Debug("kafka client", zap.String("message", fmt.Sprintf(format, args...)))
	})
}

func (l *kafkaLogger) warn() kafka.Logger {
	return kafka.LoggerFunc(func(format string, args ...any) {
		held, ok := l.admit(format)
		if !ok {
			return
		}
		l.log.Warn("kafka client", zap.String("message", fmt.Sprintf(format, args...)), zap.Int("held_back", held))
	})
}

// admit says whether a line of this format may be written now, and how many were held back since the last. The formats are constants of
// kafka-go, so the map stays small.
func (l *kafkaLogger) admit(format string) (held int, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	r := l.seen[format]
	if r == nil {
		l.seen[format] = &repeated{last: now}
		return 0, true
	}
	if now.Sub(r.last) < repeatAfter {
		r.held++
		return 0, false
	}
	held, r.held, r.last = r.held, 0, now
	return held, true
}

// warnOnce writes a warning of our own under the same limit, keyed by its message.
func (l *kafkaLogger) warnOnce(message string, fields ...zap.Field) {
	if held, ok := l.admit(message); ok {
		l.log.Warn(message, append(fields, zap.Int("held_back", held))...)
	}
}
