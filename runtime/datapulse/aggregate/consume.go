package aggregate

import (
	"context"
	"fmt"

	"github.com/go-json-experiment/json"

	"github.com/vtgen/vtgen/runtime/datapulse"
	"github.com/vtgen/vtgen/runtime/queue"
)

// maxActivities bounds the activities of one message.
const maxActivities = 10_000

// Consume counts the messages of the queue of Data Pulse until ctx ends. A message that is no JSON
// array of activities is refused, and goes to the dead letters in the end; single activities that are
// not valid are left out and counted in [Figures.Stats].
func (f *Figures) Consume(ctx context.Context, broker queue.Broker, o queue.ConsumeOptions) error {
	if err := broker.Consume(ctx, datapulse.Queue, f.Handle, o); err != nil {
		return fmt.Errorf("consume the queue %s: %w", datapulse.Queue, err)
	}
	return nil
}

// Handle counts one message of the queue.
func (f *Figures) Handle(ctx context.Context, d queue.Delivery) error {
	var activities []datapulse.Wire
	if err := json.Unmarshal(d.Body, &activities); err != nil {
		return fmt.Errorf("read a message of %s: it is not a JSON array of activities: %w", datapulse.Queue, err)
	}
	if len(activities) > maxActivities {
		return fmt.Errorf("read a message of %s: it has %d activities, %d are the most", datapulse.Queue, len(activities), maxActivities)
	}
	for i := range activities {
		activities[i] = activities[i].WithDefaults()
	}
	return f.Apply(ctx, d.ID, activities)
}
