package services

// AppOperationsService is the door to the data that the module app_operations owns (the standards,
// §3.8.2): one service per table. What concerns several of them is written here.
type AppOperationsService struct {
	AppOperationsEntities
}

// NewAppOperationsService returns the module over the services of its entities.
func NewAppOperationsService(entities AppOperationsEntities) *AppOperationsService {
	return &AppOperationsService{AppOperationsEntities: entities}
}
