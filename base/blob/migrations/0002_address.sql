CREATE INDEX blob_object_address ON blob_object (address);
