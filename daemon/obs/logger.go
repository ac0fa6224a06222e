package obs

import (
	"fmt"
	"io"
	"sync"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// Log formats.
const (
	FormatJSON    = "json"
	FormatConsole = "console"
)

// NewLogger makes the process's logger. Nothing is sampled: every decision leaves its line. format is FormatJSON or FormatConsole, level
// one of zap's names. The level can be changed later through the returned handle.
func NewLogger(w io.Writer, format, level string) (*zap.Logger, zap.AtomicLevel, error) {
	at, err := zap.ParseAtomicLevel(level)
	if err != nil {
		return nil, zap.AtomicLevel{}, fmt.Errorf("log level %q is unknown: use debug, info, warn or error", level)
	}
	enc := zap.NewProductionEncoderConfig()
	enc.EncodeTime = zapcore.RFC3339NanoTimeEncoder
	enc.EncodeDuration = zapcore.StringDurationEncoder
	var encoder zapcore.Encoder
	switch format {
	case FormatJSON:
		encoder = zapcore.NewJSONEncoder(enc)
	case FormatConsole:
		enc.EncodeTime = zapcore.TimeEncoderOfLayout("15:04:05.000")
		enc.EncodeLevel = zapcore.CapitalLevelEncoder
		encoder = zapcore.NewConsoleEncoder(enc)
	default:
		return nil, zap.AtomicLevel{}, fmt.Errorf("log format %q is unknown: use json or console", format)
	}
	return zap.New(zapcore.NewCore(encoder, zapcore.AddSync(&lockedWriter{w: w}), at), zap.ErrorOutput(zapcore.AddSync(io.Discard))), at, nil
}

// lockedWriter lets many goroutines write whole lines.
type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}
