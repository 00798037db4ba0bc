// PM2 runs the compiled platform: `go build -o bin/aip .` first (the standards, §15.2).
// One process uses all cores and listens once, so there is one instance per application.
module.exports = {
    apps: [
        {
            name: 'aip-api',
            script: './bin/aip',
            args: 'app',
            interpreter: 'none',
            instances: 1,
            exec_mode: 'fork',
            autorestart: true,
            watch: false,
            // Twice SHUTDOWN_TIMEOUT, for requests and then for event handlers, and some more.
            kill_timeout: 35000,
            max_memory_restart: '1G'
        },
        {
            name: 'aip-admin',
            script: './bin/aip',
            args: 'admin_app',
            interpreter: 'none',
            instances: 1,
            exec_mode: 'fork',
            autorestart: true,
            watch: false,
            // Twice SHUTDOWN_TIMEOUT, for requests and then for event handlers, and some more.
            kill_timeout: 35000,
            max_memory_restart: '1G'
        }
    ]
};
