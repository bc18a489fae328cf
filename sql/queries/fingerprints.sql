-- name: read(space)^
select fingerprint from space where name = :space and not dropped;

-- name: write(space, fingerprint)!
-- Whoever is first leaves it; the space knows its model by it from then on.
update space set fingerprint = :fingerprint where name = :space and not dropped and fingerprint is null;
