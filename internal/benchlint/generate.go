package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"text/template"
)

// The size of the generated code base: a million lines.
const (
	modules          = 2500
	methodsPerModule = 14
)

// functions number the log statements of a file, of which a method of a service has two.
var functions = template.FuncMap{"id": func(method, which int) string { return fmt.Sprintf("%03d", 2*method+which-1) }}

var service = template.Must(template.New("service").Funcs(functions).Parse(`const orders_{{.N}}_data_repository = require('../data_repositories/orders_{{.N}}.data_repository');
const logger = require('../utils/logger');

class orders_{{.N}}_service {
{{- range .Methods}}
    async get_order_{{.}}(order_id, user) {
        try {
            logger.info(` + "`orders_{{$.N}}.service.js:{{id . 0}} | get_order_{{.}} | Order: ${order_id}`" + `);
            const order = await orders_{{$.N}}_data_repository.get_{{.}}(order_id);
            if (!order || order.owner !== user.id) {
                return { STATUS: 'ERROR', ERROR_FILTER: 'INVALID_REQUEST', ERROR_CODE: 'VTWE-1', ERROR_DESCRIPTION: 'No such order' };
            }
            return order;
        } catch (error) {
            logger.error('orders_{{$.N}}.service.js:{{id . 1}} | get_order_{{.}} | Error:', error);
            throw error;
        }
    }
{{end}}
}

module.exports = new orders_{{.N}}_service();
`))

var repository = template.Must(template.New("repository").Funcs(functions).Parse(`const mysql_connection = require('../_core_app_connectivities/db_mysql');

class orders_{{.N}}_data_repository {
{{- range .Methods}}
    // Reads one order of the kind {{.}}.
    async get_{{.}}(order_id) {
        try {
            const query = 'SELECT o.id, o.owner, p.owner AS parent_owner ' +
                'FROM shop.orders_{{$.N}} o JOIN shop.orders_{{$.N}} p ON p.id = o.parent_id ' +
                'WHERE o.id = ? AND o.kind = {{.}}';
            const [rows] = await mysql_connection.execute(query, [order_id]);
            return rows[0] || null;
        } catch (error) {
            console.error('orders_{{$.N}}.data_repository.js:{{printf "%03d" .}} | get_{{.}} | Error:', error);
            throw error;
        }
    }
{{end}}
}

module.exports = new orders_{{.N}}_data_repository();
`))

// generate writes a code base laid out by the standards.
func generate(root string) error {
	type module struct {
		N       int
		Methods []int
	}
	methods := make([]int, methodsPerModule)
	for i := range methods {
		methods[i] = i + 1
	}
	for n := range modules {
		for name, text := range map[string]*template.Template{
			fmt.Sprintf("services/orders_%d.service.js", n):                  service,
			fmt.Sprintf("data_repositories/orders_%d.data_repository.js", n): repository,
		} {
			var out bytes.Buffer
			if err := text.Execute(&out, module{n, methods}); err != nil {
				return fmt.Errorf("generating %s: %w", name, err)
			}
			full := filepath.Join(root, name)
			if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
				return fmt.Errorf("generating %s: %w", name, err)
			}
			if err := os.WriteFile(full, out.Bytes(), 0o644); err != nil {
				return fmt.Errorf("generating %s: %w", name, err)
			}
		}
	}
	return os.WriteFile(filepath.Join(root, "package.json"), []byte("{}"), 0o644)
}
