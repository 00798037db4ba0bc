package core_app_connectivities

import (
	"log/slog"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/rabbitmq"
)

// RabbitMQFault is emitted for what goes wrong with the message broker.
var RabbitMQFault = events.Topic[rabbitmq.Fault]{Name: "rabbitMQFault"}

// NewEmitter returns the emitter of what happens to the process itself, such as rabbitMQConnected
// (the standards, §3.2). The events of the platform go through the event router.
func NewEmitter(log *slog.Logger) *events.Emitter {
	return events.NewEmitter(log)
}
