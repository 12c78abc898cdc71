UNWIND $rows AS row
MERGE (n:Entity {id: row.id})
SET n:Person
SET n += row.properties
RETURN count(n) AS written;

MATCH (n:Entity:Person)
WITH right(n.id, 2) AS bucket, collect(n) AS nodes
RETURN [n IN nodes | properties(n)] AS properties;

UNWIND $rows AS row
MATCH (a:Entity {id: row.source})
MATCH (b:Entity {id: row.target})
MERGE (a)-[r:MEMBER_OF {key: row.id}]->(b)
SET r += row.properties
RETURN count(r) AS written;

UNWIND $ids AS id
MATCH (:Entity)-[r:MEMBER_OF {key: id}]->(:Entity)
DELETE r;

UNWIND $ids AS id
MATCH (:Entity)-[r:MEMBER_OF {key: id}]->(:Entity)
RETURN collect(properties(r)) AS properties;

MATCH (a:Entity)-[r:MEMBER_OF]->(b:Entity)
WITH right(a.id, 2) AS bucket, collect(a.id) AS sources, collect(b.id) AS targets, collect(r) AS links
RETURN sources, targets, [r IN links | properties(r)] AS properties;

