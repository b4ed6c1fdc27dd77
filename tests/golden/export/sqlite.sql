-- Nasty data
-- nasty: Nasty values. Values that formats trip over.
-- nasty.choice: Values: ; NULL; NA; \N; plain; exactly 16 bytes; a text of more than sixteen bytes and of more than thirty-two; comma, inside; semicolon; inside; tab inside; bar|inside; a "quoted" word; "; it's an apostrophe; '; back\slash; \; line break; carriage return; both  at the end  ; =1+1; +49 30 123456; -5; @SUM(A1); ＝full width;  leading and trailing ; control   characters; ümläüt ß; 日本語; emoji 🦆 beyond; عربي; ﻿marked; <b>&amp;</b>; _x0041_ and _x000D_; GO GO; $ (variable) and $5; 100%_like; ; DROP TABLE nasty; --; \.; ends with a backslash \
-- nasty.price: Price, 'net'. What it costs. Without "tax". Unit: EUR
-- nasty.flag: Values: true; false

PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;

DROP TABLE IF EXISTS "order";
DROP TABLE IF EXISTS "nothing";
DROP TABLE IF EXISTS nasty;

CREATE TABLE nasty (
  id INTEGER NOT NULL,
  words TEXT NOT NULL,
  choice VARCHAR(100),
  whole INTEGER,
  price DECIMAL(18,2),
  real_value REAL,
  flag BOOLEAN,
  day DATE,
  time_of_day TIME,
  moment TIMESTAMP NOT NULL,
  code CHAR(36),
  PRIMARY KEY (id)
);

CREATE TABLE "nothing" (
  words TEXT NOT NULL
);

CREATE TABLE "order" (
  id INTEGER NOT NULL,
  nasty_id INTEGER,
  "group" INTEGER,
  PRIMARY KEY (id),
  FOREIGN KEY (nasty_id) REFERENCES nasty (id),
  FOREIGN KEY ("group") REFERENCES "order" (id) DEFERRABLE INITIALLY DEFERRED
);

-- nasty
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES
(1, '', '', 0, 0.00, 0, 0, '1970-01-01', '00:00:00', '1970-01-01 00:00:00', '01234567-89ab-4def-0000-000000000000'),
(2, 'NULL', 'NULL', 1, 0.01, 0.1, 1, '1900-01-01', '00:40:00', '1900-01-01 00:40:00', '01234567-89ab-4df0-0000-000000000001'),
(3, 'NA', 'NA', -1, -0.01, -2.5, 0, '1899-12-31', '01:20:00', '1899-12-31 01:20:00', '01234567-89ab-4df1-0000-000000000002'),
(4, '\N', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1900-03-01 02:00:00.250000', NULL),
(5, 'plain', 'plain', 10, 0.10, 5e-324, 0, '1900-02-28', '02:40:00', '1900-02-28 02:40:00', '01234567-89ab-4df3-0000-000000000004'),
(6, 'exactly 16 bytes', 'exactly 16 bytes', 99, 0.99, 123456789.125, 1, '2024-10-04', '03:20:00', '2024-10-04 03:20:00', '01234567-89ab-4df4-0000-000000000005'),
(7, 'a text of more than sixteen bytes and of more than thirty-two', 'a text of more than sixteen bytes and of more than thirty-two', -100, -1.00, 0.30000000000000004, 0, '9999-12-31', '04:00:00', '9999-12-31 04:00:00', '01234567-89ab-4df5-0000-000000000006');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES
(8, 'comma, inside', 'comma, inside', 12345, 123.45, 1e+15, 1, '0874-11-02', '04:40:00', '0874-11-02 04:40:00', '01234567-89ab-4df6-0000-000000000007'),
(9, 'semicolon; inside', 'semicolon; inside', 2147483647, 21474836.47, -0.001, 0, '2020-02-29', '05:20:00', '2020-02-29 05:20:00', '01234567-89ab-4df7-0000-000000000008'),
(10, 'tab	inside', 'tab	inside', -2147483648, -21474836.48, 4.503599627370498e+15, 1, '1969-12-31', '06:00:00', '1969-12-31 06:00:00', '01234567-89ab-4df8-0000-000000000009'),
(11, 'bar|inside', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1970-01-01 06:40:00', NULL),
(12, 'a "quoted" word', 'a "quoted" word', 1000000000000000, 10000000000000.00, 0.1, 1, '1900-01-01', '07:20:00', '1900-01-01 07:20:00', '01234567-89ab-4dfa-0000-00000000000b'),
(13, '"', '"', -999999999999999999, -9999999999999999.99, -2.5, 0, '1899-12-31', '08:00:00', '1899-12-31 08:00:00', '01234567-89ab-4dfb-0000-00000000000c'),
(14, 'it''s an apostrophe', 'it''s an apostrophe', 9007199254740993, 90071992547409.93, 1e+300, 1, '1900-03-01', '08:40:00', '1900-03-01 08:40:00', '01234567-89ab-4dfc-0000-00000000000d');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES
(15, '''', '''', 9223372036854775807, -0.07, 5e-324, 0, '1900-02-28', '09:20:00', '1900-02-28 09:20:00', '01234567-89ab-4dfd-0000-00000000000e'),
(16, 'back\slash', 'back\slash', -9223372036854775808, -0.07, 123456789.125, 1, '2024-10-04', '10:00:00', '2024-10-04 10:00:00', '01234567-89ab-4dfe-0000-00000000000f'),
(17, '\', '\', 0, 0.00, 0.30000000000000004, 0, '9999-12-31', '10:40:00', '9999-12-31 10:40:00', '01234567-89ab-4dff-0000-000000000010'),
(18, 'line
break', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '0874-11-02 11:20:00', NULL),
(19, 'carriage'||char(13)||'return', 'carriage'||char(13)||'return', -1, -0.01, -0.001, 0, '2020-02-29', '12:00:00', '2020-02-29 12:00:00', '01234567-89ab-4e01-0000-000000000012'),
(20, 'both'||char(13)||'
at the end'||char(13)||'
', 'both'||char(13)||'
at the end'||char(13)||'
', 9, 0.09, 4.503599627370498e+15, 1, '1969-12-31', '12:40:00', '1969-12-31 12:40:00', '01234567-89ab-4e02-0000-000000000013'),
(21, '=1+1', '=1+1', 10, 0.10, 0, 0, '1970-01-01', '13:20:00', '1970-01-01 13:20:00', '01234567-89ab-4e03-0000-000000000014');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES
(22, '+49 30 123456', '+49 30 123456', 99, 0.99, 0.1, 1, '1900-01-01', '14:00:00', '1900-01-01 14:00:00', '01234567-89ab-4e04-0000-000000000015'),
(23, '-5', '-5', -100, -1.00, -2.5, 0, '1899-12-31', '14:40:00', '1899-12-31 14:40:00', '01234567-89ab-4e05-0000-000000000016'),
(24, '@SUM(A1)', '@SUM(A1)', 12345, 123.45, 1e+300, 1, '1900-03-01', '15:20:00', '1900-03-01 15:20:00', '01234567-89ab-4e06-0000-000000000017'),
(25, '＝full width', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1900-02-28 16:00:00', NULL),
(26, ' leading and trailing ', ' leading and trailing ', -2147483648, -21474836.48, 123456789.125, 1, '2024-10-04', '16:40:00', '2024-10-04 16:40:00', '01234567-89ab-4e08-0000-000000000019'),
(27, 'controlcharacters', 'controlcharacters', 999999999999999, 9999999999999.99, 0.30000000000000004, 0, '9999-12-31', '17:20:00', '9999-12-31 17:20:00', '01234567-89ab-4e09-0000-00000000001a'),
(28, 'ümläüt ß', 'ümläüt ß', 1000000000000000, 10000000000000.00, 1e+15, 1, '0874-11-02', '18:00:00', '0874-11-02 18:00:00', '01234567-89ab-4e0a-0000-00000000001b');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES
(29, '日本語', '日本語', -999999999999999999, -9999999999999999.99, -0.001, 0, '2020-02-29', '18:40:00', '2020-02-29 18:40:00', '01234567-89ab-4e0b-0000-00000000001c'),
(30, 'emoji 🦆 beyond', 'emoji 🦆 beyond', 9007199254740993, 90071992547409.93, 4.503599627370498e+15, 1, '1969-12-31', '19:20:00', '1969-12-31 19:20:00', '01234567-89ab-4e0c-0000-00000000001d'),
(31, 'عربي', 'عربي', 9223372036854775807, -0.07, 0, 0, '1970-01-01', '20:00:00', '1970-01-01 20:00:00', '01234567-89ab-4e0d-0000-00000000001e'),
(32, '﻿marked', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '1900-01-01 20:40:00', NULL),
(33, '<b>&amp;</b>', '<b>&amp;</b>', 0, 0.00, -2.5, 0, '1899-12-31', '21:20:00', '1899-12-31 21:20:00', '01234567-89ab-4e0f-0000-000000000020'),
(34, '_x0041_ and _x000D_', '_x0041_ and _x000D_', 1, 0.01, 1e+300, 1, '1900-03-01', '22:00:00', '1900-03-01 22:00:00', '01234567-89ab-4e10-0000-000000000021'),
(35, 'GO
GO', 'GO
GO', -1, -0.01, 5e-324, 0, '1900-02-28', '22:40:00', '1900-02-28 22:40:00', '01234567-89ab-4e11-0000-000000000022');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES
(36, '$(variable) and $5', '$(variable) and $5', 9, 0.09, 123456789.125, 1, '2024-10-04', '23:20:00', '2024-10-04 23:20:00', '01234567-89ab-4e12-0000-000000000023'),
(37, '100%_like', '100%_like', 10, 0.10, 0.30000000000000004, 0, '9999-12-31', '00:00:00', '9999-12-31 00:00:00', '01234567-89ab-4e13-0000-000000000024'),
(38, '; DROP TABLE nasty; --', '; DROP TABLE nasty; --', 99, 0.99, 1e+15, 1, '0874-11-02', '00:40:00', '0874-11-02 00:40:00', '01234567-89ab-4e14-0000-000000000025'),
(39, '\.', NULL, NULL, NULL, NULL, NULL, NULL, NULL, '2020-02-29 01:20:00', NULL),
(40, 'ends with a backslash \', 'ends with a backslash \', 12345, 123.45, 4.503599627370498e+15, 1, '1969-12-31', '02:00:00', '1969-12-31 02:00:00', '01234567-89ab-4e16-0000-000000000027');

-- "order"
INSERT INTO "order" (id, nasty_id, "group") VALUES
(1, 1, 1),
(2, 1, 1),
(3, 2, 2),
(4, NULL, NULL),
(5, 3, 3),
(6, 3, 3),
(7, 4, 4);
INSERT INTO "order" (id, nasty_id, "group") VALUES
(8, 4, 4),
(9, 5, 5),
(10, 5, 5),
(11, NULL, NULL),
(12, 6, 6),
(13, 7, 7),
(14, 7, 7);
INSERT INTO "order" (id, nasty_id, "group") VALUES
(15, 8, 8),
(16, 8, 8),
(17, 9, 9),
(18, NULL, NULL),
(19, 10, 10),
(20, 10, 10),
(21, 11, 11);
INSERT INTO "order" (id, nasty_id, "group") VALUES
(22, 11, 11),
(23, 12, 12),
(24, 12, 12),
(25, NULL, NULL),
(26, 13, 13),
(27, 14, 14),
(28, 14, 14);
INSERT INTO "order" (id, nasty_id, "group") VALUES
(29, 15, 15),
(30, 15, 15),
(31, 16, 16),
(32, NULL, NULL),
(33, 17, 17),
(34, 17, 17),
(35, 18, 18);
INSERT INTO "order" (id, nasty_id, "group") VALUES
(36, 18, 18),
(37, 19, 19),
(38, 19, 19),
(39, NULL, NULL),
(40, 20, 20);

COMMIT;
PRAGMA foreign_keys = ON;
