package classes

import (
	"time"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/sqltype"
)

// AIWorkerProvider is what the provider of an ai worker may be.
type AIWorkerProvider string

// The values of AIWorkerProvider.
const (
	AIWorkerProviderOpenai    AIWorkerProvider = "openai"
	AIWorkerProviderAnthropic AIWorkerProvider = "anthropic"
	AIWorkerProviderLocal     AIWorkerProvider = "local"
)

// AIWorker is one row of ai_workers as the layers pass it on (the standards, §4.1).
type AIWorker struct {
	ID          int64            `json:"id"`
	Name        string           `json:"name"`
	Description *string          `json:"description"`
	Provider    AIWorkerProvider `json:"provider"`
	Temperature sqltype.Decimal  `json:"temperature"`
	MaxTokens   int32            `json:"max_tokens"`
	Active      bool             `json:"active"`
	Settings    *sqltype.JSON    `json:"settings"`
	CreatedAt   time.Time        `json:"created_at"`
	UpdatedAt   time.Time        `json:"updated_at"`
}

// The events in the life of an ai worker; each carries it as it then was (the standards, §3.3).
var (
	AIWorkerCreated = events.Define[AIWorker]("AI_WORKER_CREATED")
	AIWorkerUpdated = events.Define[AIWorker]("AI_WORKER_UPDATED")
	AIWorkerDeleted = events.Define[AIWorker]("AI_WORKER_DELETED")
)
