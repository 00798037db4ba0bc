module github.com/vtgen/vtgen/internal/benchevents

go 1.26.0

replace github.com/vtgen/vtgen/runtime => ../../runtime

require (
	github.com/ThreeDotsLabs/watermill v1.5.1
	github.com/vtgen/vtgen/runtime v0.0.0
)

require (
	github.com/go-json-experiment/json v1.27.2 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/lithammer/shortuuid/v3 v3.0.7 // indirect
	github.com/oklog/ulid v1.3.1 // indirect
	github.com/pkg/errors v0.9.1 // indirect
	github.com/shopspring/decimal v1.6.0 // indirect
)
