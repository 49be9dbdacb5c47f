CREATE TABLE purchase (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL,
    currency TEXT NOT NULL,
    gift INTEGER NOT NULL,
    placed TEXT NOT NULL,
    discount INTEGER NOT NULL,
    note TEXT NOT NULL,
    customer_name TEXT NOT NULL,
    customer_email TEXT NOT NULL
);
CREATE TABLE line (
    id INTEGER PRIMARY KEY,
    purchase_id INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    price TEXT NOT NULL
);
CREATE INDEX line_of_purchase ON line (purchase_id);
