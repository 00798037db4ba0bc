package core_app_connectivities

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/vtgen/vtgen/runtime/events"
	"github.com/vtgen/vtgen/runtime/localqueue"
	"github.com/vtgen/vtgen/runtime/queue"
	"github.com/vtgen/vtgen/runtime/rabbitmq"

	"example.com/aip/global_config"
)

// OpenRabbitMQ opens the message broker: the RabbitMQ of RABBITMQ_URL or, when that is empty, queues
// within this process. Both keep in QUEUE_DIR what they have accepted and not delivered yet. Each
// connection is emitted as rabbitMQConnected (the standards, §14.1), each fault as RabbitMQFault.
func OpenRabbitMQ(ctx context.Context, config global_config.Config, emitter *events.Emitter, log *slog.Logger) (queue.Broker, error) {
	connected := func(ctx context.Context) { emitter.Emit(ctx, events.RabbitMQConnected, nil) }
	if config.RabbitMQURL.Reveal() == "" {
		broker, err := localqueue.Open(ctx, localqueue.Options{
			Dir:         config.QueueDir,
			Logger:      log,
			OnConnected: connected,
		})
		if err != nil {
			return nil, fmt.Errorf("opening the queues of this process: %w", err)
		}
		return broker, nil
	}
	broker, err := rabbitmq.Open(ctx, rabbitmq.Options{
		URL:         config.RabbitMQURL,
		SpoolDir:    config.QueueDir,
		Logger:      log,
		OnConnected: connected,
		Report:      func(ctx context.Context, fault rabbitmq.Fault) { RabbitMQFault.Emit(ctx, emitter, fault) },
	})
	if err != nil {
		return nil, fmt.Errorf("opening the connection to RabbitMQ: %w", err)
	}
	return broker, nil
}
