package config

import "time"

// Default returns a configuration with every default and no brand. The caller owns it.
func Default() *Config {
	return &Config{
		Kafka: Kafka{
			Dir:         "data",
			Partitions:  6,
			Replication: 1,
			Retention:   30 * 24 * time.Hour,
		},
		Paging: PagingLive,
		Clocks: Clocks{
			FirstReply:     time.Hour,
			NextReply:      4 * time.Hour,
			PrivateHandoff: 24 * time.Hour,
			Crisis:         15 * time.Minute,
			GatherAfter:    6 * time.Hour,
			TimeZone:       "UTC",
		},
		Rules: Rules{
			FollowUpAfter:  15 * time.Minute,
			ReshareCount:   25,
			ReshareWindow:  30 * time.Minute,
			LargeAccount:   100_000,
			NotableAccount: 10_000,
			NotableRatio:   20,
			LowerAfter:     24 * time.Hour,
			ResolveAfter:   7 * 24 * time.Hour,
			ForgetAfter:    30 * 24 * time.Hour,
		},
		Crisis: Crisis{
			Authors:      15,
			SmallAuthors: 5,
			Factor:       4,
			EndFactor:    2,
			Quiet:        time.Hour,
			Mature:       14 * 24 * time.Hour,
			NotifyEvery:  7 * 24 * time.Hour,
			PageEvery:    13 * 7 * 24 * time.Hour,
		},
		Log: Log{Level: "info", Format: "json"},
	}
}
