package data_repositories

import (
	"context"
	"database/sql"

	"github.com/vtgen/vtgen/runtime/listing"
	"github.com/vtgen/vtgen/runtime/sqldb"
	"github.com/vtgen/vtgen/runtime/sqlmodel"
	"github.com/vtgen/vtgen/runtime/sqltype"

	"example.com/aip/classes"
	queries "example.com/aip/data_repositories/internal/ai_workers"
	"example.com/aip/models"
)

// AIWorkerDataRepository holds every query on ai_workers; nothing else may touch the table (the standards,
// §3.7).
type AIWorkerDataRepository struct {
	db      *sqldb.DB
	queries *queries.Queries
}

// NewAIWorkerDataRepository returns the repository over db.
func NewAIWorkerDataRepository(db *sqldb.DB) *AIWorkerDataRepository {
	db = db.As("ai_worker")
	return &AIWorkerDataRepository{db: db, queries: queries.New(db)}
}

// Create stores the ai worker and returns it with its id and times.
func (r *AIWorkerDataRepository) Create(ctx context.Context, aiWorker classes.AIWorker, then ...sqlmodel.Then[classes.AIWorker]) (classes.AIWorker, error) {
	now := sqltype.Now()
	created, err := sqlmodel.Change(ctx, r.db, models.AIWorker, func(ctx context.Context) (classes.AIWorker, error) {
		id, err := r.queries.Create(ctx, queries.CreateParams{
			Name:        aiWorker.Name,
			Description: aiWorker.Description,
			Provider:    aiWorker.Provider,
			Temperature: aiWorker.Temperature,
			MaxTokens:   aiWorker.MaxTokens,
			Active:      aiWorker.Active,
			Settings:    aiWorker.Settings,
			CreatedAt:   now,
			UpdatedAt:   now,
		})
		aiWorker.ID, aiWorker.CreatedAt, aiWorker.UpdatedAt = id, now, now
		return aiWorker, err
	}, then...)
	if err != nil {
		return classes.AIWorker{}, models.AIWorker.Fail("ai_worker.data_repository.go:001 | Create", err)
	}
	return created, nil
}

// Get returns the ai worker with this id.
func (r *AIWorkerDataRepository) Get(ctx context.Context, id int64) (classes.AIWorker, error) {
	row, err := r.queries.Get(ctx, id)
	if err != nil {
		return classes.AIWorker{}, models.AIWorker.Fail("ai_worker.data_repository.go:002 | Get", err)
	}
	return classes.AIWorker(row), nil
}

// List returns the page of ai workers that the query asks for.
func (r *AIWorkerDataRepository) List(ctx context.Context, query listing.Query) (listing.Page[classes.AIWorker], error) {
	page, err := sqlmodel.List(ctx, r.db, models.AIWorker, query, scanAIWorker, sortValueOfAIWorker)
	if err != nil {
		return listing.Page[classes.AIWorker]{}, models.AIWorker.Fail("ai_worker.data_repository.go:003 | List", err)
	}
	return page, nil
}

// Update reads, changes and writes in that order, and does it again when another writer was faster.
// An error from change leaves everything as it was.
func (r *AIWorkerDataRepository) Update(ctx context.Context, id int64, change func(*classes.AIWorker) error, then ...sqlmodel.Then[classes.AIWorker]) (classes.AIWorker, error) {
	var aiWorker classes.AIWorker
	err := sqlmodel.Retry(ctx, func(ctx context.Context) error {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return err
		}
		aiWorker = classes.AIWorker(row)
		if err := change(&aiWorker); err != nil {
			return err
		}
		aiWorker.ID, aiWorker.CreatedAt = row.ID, row.CreatedAt
		aiWorker.UpdatedAt = sqltype.NowAfter(row.UpdatedAt)
		_, err = sqlmodel.Change(ctx, r.db, models.AIWorker, func(ctx context.Context) (classes.AIWorker, error) {
			written, err := r.queries.Update(ctx, queries.UpdateParams{
				Name:              aiWorker.Name,
				Description:       aiWorker.Description,
				Provider:          aiWorker.Provider,
				Temperature:       aiWorker.Temperature,
				MaxTokens:         aiWorker.MaxTokens,
				Active:            aiWorker.Active,
				Settings:          aiWorker.Settings,
				UpdatedAt:         aiWorker.UpdatedAt,
				ID:                id,
				PreviousUpdatedAt: row.UpdatedAt,
			})
			return aiWorker, sqlmodel.Written(written, err)
		}, then...)
		return err
	})
	if err != nil {
		return classes.AIWorker{}, models.AIWorker.Fail("ai_worker.data_repository.go:004 | Update", err)
	}
	return aiWorker, nil
}

// Delete removes the ai worker with this id.
func (r *AIWorkerDataRepository) Delete(ctx context.Context, id int64, then ...sqlmodel.Then[classes.AIWorker]) error {
	_, err := sqlmodel.Change(ctx, r.db, models.AIWorker, func(ctx context.Context) (classes.AIWorker, error) {
		row, err := r.queries.Get(ctx, id)
		if err != nil {
			return classes.AIWorker{}, err
		}
		deleted, err := r.queries.Delete(ctx, id)
		if err == nil && deleted == 0 {
			err = sql.ErrNoRows
		}
		return classes.AIWorker(row), err
	}, then...)
	return models.AIWorker.Fail("ai_worker.data_repository.go:005 | Delete", err)
}

// scanAIWorker reads one row whose columns are those of the model.
func scanAIWorker(rows *sql.Rows, aiWorker *classes.AIWorker) error {
	return rows.Scan(
		&aiWorker.ID,
		&aiWorker.Name,
		&aiWorker.Description,
		&aiWorker.Provider,
		&aiWorker.Temperature,
		&aiWorker.MaxTokens,
		&aiWorker.Active,
		&aiWorker.Settings,
		&aiWorker.CreatedAt,
		&aiWorker.UpdatedAt,
	)
}

// sortValueOfAIWorker returns what the column holds; a page's cursor is made of it.
func sortValueOfAIWorker(aiWorker classes.AIWorker, column string) any {
	switch column {
	case "name":
		return aiWorker.Name
	case "provider":
		return aiWorker.Provider
	case "temperature":
		return aiWorker.Temperature
	case "max_tokens":
		return aiWorker.MaxTokens
	case "created_at":
		return aiWorker.CreatedAt
	case "updated_at":
		return aiWorker.UpdatedAt
	}
	return aiWorker.ID
}
