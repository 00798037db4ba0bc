package model

// sqlWords are the words that cannot be a name without quotes, or only in some
// places, in one of the databases. Quoting more than need be does no harm.
var sqlWords = wordSet(mysqlWords + mariadbWords + sqliteWords + mysqlFunctions + parserWords)

// mysqlWords are the reserved words of MySQL 5.7 to 9.
const mysqlWords = `
	accessible add all alter analyze and as asc asensitive before between
	bigint binary blob both by call cascade case change char character check
	collate column condition constraint continue convert create cross cube
	cume_dist current_date current_time current_timestamp current_user cursor
	database databases day_hour day_microsecond day_minute day_second dec
	decimal declare default delayed delete dense_rank desc describe
	deterministic distinct distinctrow div double drop dual each else elseif
	empty enclosed escaped except exists exit explain false fetch first_value
	float float4 float8 for force foreign from fulltext function generated get
	grant group grouping groups having high_priority hour_microsecond
	hour_minute hour_second if ignore in index infile inner inout insensitive
	insert int int1 int2 int3 int4 int8 integer intersect interval into
	io_after_gtids io_before_gtids is iterate join json_table key keys kill lag
	last_value lateral lead leading leave left library like limit linear lines
	load localtime localtimestamp lock long longblob longtext loop low_priority
	manual master_bind master_ssl_verify_server_cert match maxvalue mediumblob
	mediumint mediumtext middleint minute_microsecond minute_second mod
	modifies natural not no_write_to_binlog nth_value ntile null numeric of on
	optimize optimizer_costs option optionally or order out outer outfile over
	parallel partition percent_rank precision primary procedure purge qualify
	range rank read reads read_write real recursive references regexp release
	rename repeat replace require resignal restrict return revoke right rlike
	row rows row_number schema schemas second_microsecond select sensitive
	separator set sets show signal smallint spatial specific sql sqlexception
	sqlstate sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl
	starting stored straight_join system table tablesample terminated then
	tinyblob tinyint tinytext to trailing trigger true undo union unique unlock
	unsigned update usage use using utc_date utc_time utc_timestamp values
	varbinary varchar varcharacter varying virtual when where while window with
	write xor year_month zerofill
`

// mariadbWords are those that MariaDB 10.3 to 12 adds.
const mariadbWords = `
	body conversion current_role delete_domain_id do_domain_ids elsif general
	goto ignore_domain_ids ignore_server_ids master_heartbeat_period offset
	others package page_checksum parse_vcol_expr position raise ref_system_id
	returning rowtype slow stats_auto_recalc stats_persistent
	stats_sample_pages vector period portion versioning without
	master_demote_to_replica master_demote_to_slave sql_buffer_result sql_cache
	sql_no_cache
`

// sqliteWords are all keywords of SQLite 3.
const sqliteWords = `
	abort action add after all alter always analyze and as asc attach
	autoincrement before begin between by cascade case cast check collate
	column commit conflict constraint create cross current current_date
	current_time current_timestamp database default deferrable deferred delete
	desc detach distinct do drop each else end escape except exclude exclusive
	exists explain fail filter first following for foreign from full generated
	glob group groups having if ignore immediate in index indexed initially
	inner insert instead intersect into is isnull join key last left like limit
	match materialized natural no not nothing notnull null nulls of offset on
	or order others outer over partition plan pragma preceding primary query
	raise range recursive references regexp reindex release rename replace
	restrict returning right rollback row rows savepoint select set table temp
	temporary then ties to transaction trigger unbounded union unique update
	using vacuum values view virtual when where window with without
`

// mysqlFunctions are read as calls when a parenthesis follows, as in CREATE
// TABLE and INSERT; those with a space before it too, in the mode IGNORE_SPACE.
const mysqlFunctions = `
	adddate bit_and bit_or bit_xor cast count curdate curtime date_add date_sub
	extract group_concat json_arrayagg json_objectagg max mid min now position
	median percentile_cont percentile_disc session_user st_collect std stddev stddev_pop stddev_samp subdate substr
	substring sum sysdate system_user trim value var_pop var_samp variance
`

// parserWords are reserved by the parser with which sqlc reads MySQL's dialect.
const parserWords = `array ilike tidb_current_tso until`
