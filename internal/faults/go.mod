module github.com/vtgen/vtgen/internal/faults

go 1.26.0

replace (
	github.com/vtgen/vtgen => ../..
	github.com/vtgen/vtgen/runtime => ../../runtime
)

require (
	github.com/rabbitmq/amqp091-go v1.16.0
	github.com/vtgen/vtgen v0.0.0-00010101000000-000000000000
	github.com/vtgen/vtgen/runtime v0.0.0-00010101000000-000000000000
)

require (
	github.com/caarlos0/env/v11 v11.4.2 // indirect
	github.com/joho/godotenv v1.5.1 // indirect
)
