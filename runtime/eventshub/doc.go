// Package eventshub puts events into the envelope of the fleet's events hub, and tells the hub which
// events a platform has and how their data is built. It is optional.
//
//	hub := eventshub.New(eventshub.Options{AppID: config.AppID, Environment: "production", Queue: broker})
//	router.RegisterPublisher("USER.ACCOUNT.CREATED", events.ToQueue(broker, "user_events"))
//
//	err := hub.Emit(ctx, router, "USER.ACCOUNT.CREATED", user, eventshub.Context{OneID: user.OneID})
//
// Names are DOMAIN.ENTITY.ACTION. The first event of a name and each new structure of its payload are
// reported to the queue VT_EVENTS_HUB_AUTO_DISCOVERY with a sample, in which secrets are masked; of
// the others a share is, which depends on the environment.
package eventshub
