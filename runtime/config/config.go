// Package config reads a platform's configuration from environment variables (the standards, §16.2).
//
//	type Config struct {
//		Address  string        `env:"HTTP_ADDRESS" envDefault:":8080"`
//		MySQLDSN config.Secret `env:"MYSQL_DSN"`
//		JWTKey   config.Secret `env:"JWT_KEY,required,notEmpty"`
//	}
//
//	var c Config
//	err := config.Load(&c, ".env.local", ".env")
package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/caarlos0/env/v11"
	"github.com/joho/godotenv"
)

// maxFile bounds a .env file, in bytes.
const maxFile = 1 << 20

// Load fills the struct that dst points to, by the tags of github.com/caarlos0/env. A variable of the process wins over one in the
// files, and an earlier file over a later one; a file that does not exist is skipped. In a file, write a value that contains $ in single
// quotes: elsewhere $NAME is replaced.
//
// The error names every variable that is missing or wrong and never says what it holds.
func Load(dst any, files ...string) error {
	environment := env.ToMap(os.Environ())
	for _, file := range files {
		variables, err := readFile(file)
		if err != nil {
			return err
		}
		for name, value := range variables {
			if _, set := environment[name]; !set {
				environment[name] = value
			}
		}
	}
	options := env.Options{Environment: environment}
	if err := env.ParseWithOptions(dst, options); err != nil {
		return explain(dst, options, err)
	}
	return nil
}

// readFile reads the variables of a .env file; there are none in a file that does not exist.
func readFile(name string) (variables map[string]string, err error) {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("open the configuration file: %w", err)
	}
	defer func() { _ = file.Close() }() // only read from

	text, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, fmt.Errorf("read the configuration file: %w", err)
	}
	if len(text) > maxFile {
		return nil, fmt.Errorf("read the configuration file %s: it is larger than %d bytes", name, maxFile)
	}
	variables, err = godotenv.UnmarshalBytes(text)
	if err != nil {
		// The parser's error quotes the file, secrets included, so it is not passed on.
		return nil, fmt.Errorf("read the configuration file %s: write each line as NAME=value and close every quote", name)
	}
	return variables, nil
}
