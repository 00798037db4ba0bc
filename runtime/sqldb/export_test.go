package sqldb

// CompareDecimals gives the tests the collation as a function.
var CompareDecimals = compareDecimals

// MySQLConfig gives the tests the settings made from a data source name.
var MySQLConfig = mysqlConfig
