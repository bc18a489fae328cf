-- Vectors of passages that nobody can find yet: of a large file that is embedded slice by slice.

-- name: of_files(space, files)
select hash, dense, terms, weights, multi from early_vector where file_id = any(:files) and space_id = :space;

-- name: copy_vectors()!
copy early_vector (file_id, space_id, collection_id, hash, dense, terms, weights, multi) from stdin (format binary)

-- name: count(file)$
select count(*) from early_vector where file_id = :file;

-- name: count_all()$
select count(*) from early_vector;

-- name: drop(files)!
delete from early_vector where file_id = any(:files);
