-- Nasty data

SET DEFINE OFF
SET SQLBLANKLINES ON

BEGIN
  EXECUTE IMMEDIATE 'DROP TABLE "order" CASCADE CONSTRAINTS';
EXCEPTION
  WHEN OTHERS THEN
    IF SQLCODE != -942 THEN RAISE; END IF;
END;
/
BEGIN
  EXECUTE IMMEDIATE 'DROP TABLE nothing CASCADE CONSTRAINTS';
EXCEPTION
  WHEN OTHERS THEN
    IF SQLCODE != -942 THEN RAISE; END IF;
END;
/
BEGIN
  EXECUTE IMMEDIATE 'DROP TABLE nasty CASCADE CONSTRAINTS';
EXCEPTION
  WHEN OTHERS THEN
    IF SQLCODE != -942 THEN RAISE; END IF;
END;
/

CREATE TABLE nasty (
  id NUMBER(10) NOT NULL,
  words CLOB NOT NULL,
  choice VARCHAR2(100 CHAR),
  whole NUMBER(19),
  price NUMBER(18,2),
  real_value BINARY_DOUBLE,
  flag NUMBER(1),
  day DATE,
  time_of_day VARCHAR2(15),
  moment TIMESTAMP(6) NOT NULL,
  code CHAR(36),
  PRIMARY KEY (id)
);

CREATE TABLE nothing (
  words CLOB NOT NULL
);

CREATE TABLE "order" (
  id NUMBER(19) NOT NULL,
  nasty_id NUMBER(10),
  "group" NUMBER(19),
  PRIMARY KEY (id)
);

COMMENT ON TABLE nasty IS 'Nasty values. Values that formats trip over.';
COMMENT ON COLUMN nasty.choice IS 'Values: ; NULL; NA; \N; plain; exactly 16 bytes; a text of more than sixteen bytes and of more than thirty-two; comma, inside; semicolon; inside; tab inside; bar|inside; a "quoted" word; "; it''s an apostrophe; ''; back\slash; \; line break; carriage return; both  at the end  ; =1+1; +49 30 123456; -5; @SUM(A1); ＝full width;  leading and trailing ; control   characters; ümläüt ß; 日本語; emoji 🦆 beyond; عربي; ﻿marked; <b>&amp;</b>; _x0041_ and _x000D_; GO GO; $(variable) and $5; 100%_like; ; DROP TABLE nasty; --; \.; ends with a backslash \';
COMMENT ON COLUMN nasty.price IS 'Price, ''net''. What it costs. Without "tax". Unit: EUR';
COMMENT ON COLUMN nasty.flag IS 'Values: true; false';

-- nasty
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (1,
'',
'',
0,
0.00,
0d,
0,
DATE '1970-01-01',
'00:00:00',
TIMESTAMP '1970-01-01 00:00:00',
'01234567-89ab-4def-0000-000000000000');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (2,
'NULL',
'NULL',
1,
0.01,
0.1d,
1,
DATE '1900-01-01',
'00:40:00',
TIMESTAMP '1900-01-01 00:40:00',
'01234567-89ab-4df0-0000-000000000001');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (3,
'NA',
'NA',
-1,
-0.01,
-2.5d,
0,
DATE '1899-12-31',
'01:20:00',
TIMESTAMP '1899-12-31 01:20:00',
'01234567-89ab-4df1-0000-000000000002');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (4,
'\N',
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
TIMESTAMP '1900-03-01 02:00:00.250000',
NULL);
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (5,
'plain',
'plain',
10,
0.10,
5e-324d,
0,
DATE '1900-02-28',
'02:40:00',
TIMESTAMP '1900-02-28 02:40:00',
'01234567-89ab-4df3-0000-000000000004');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (6,
'exactly 16 bytes',
'exactly 16 bytes',
99,
0.99,
123456789.125d,
1,
DATE '2024-10-04',
'03:20:00',
TIMESTAMP '2024-10-04 03:20:00',
'01234567-89ab-4df4-0000-000000000005');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (7,
'a text of more than sixteen bytes and of more than thirty-two',
'a text of more than sixteen bytes and of more than thirty-two',
-100,
-1.00,
0.30000000000000004d,
0,
DATE '9999-12-31',
'04:00:00',
TIMESTAMP '9999-12-31 04:00:00',
'01234567-89ab-4df5-0000-000000000006');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (8,
'comma, inside',
'comma, inside',
12345,
123.45,
1e+15d,
1,
DATE '0874-11-02',
'04:40:00',
TIMESTAMP '0874-11-02 04:40:00',
'01234567-89ab-4df6-0000-000000000007');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (9,
'semicolon; inside',
'semicolon; inside',
2147483647,
21474836.47,
-0.001d,
0,
DATE '2020-02-29',
'05:20:00',
TIMESTAMP '2020-02-29 05:20:00',
'01234567-89ab-4df7-0000-000000000008');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (10,
'tab	inside',
'tab	inside',
-2147483648,
-21474836.48,
4.503599627370498e+15d,
1,
DATE '1969-12-31',
'06:00:00',
TIMESTAMP '1969-12-31 06:00:00',
'01234567-89ab-4df8-0000-000000000009');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (11,
'bar|inside',
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
TIMESTAMP '1970-01-01 06:40:00',
NULL);
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (12,
'a "quoted" word',
'a "quoted" word',
1000000000000000,
10000000000000.00,
0.1d,
1,
DATE '1900-01-01',
'07:20:00',
TIMESTAMP '1900-01-01 07:20:00',
'01234567-89ab-4dfa-0000-00000000000b');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (13,
'"',
'"',
-999999999999999999,
-9999999999999999.99,
-2.5d,
0,
DATE '1899-12-31',
'08:00:00',
TIMESTAMP '1899-12-31 08:00:00',
'01234567-89ab-4dfb-0000-00000000000c');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (14,
'it''s an apostrophe',
'it''s an apostrophe',
9007199254740993,
90071992547409.93,
1e+300d,
1,
DATE '1900-03-01',
'08:40:00',
TIMESTAMP '1900-03-01 08:40:00',
'01234567-89ab-4dfc-0000-00000000000d');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (15,
'''',
'''',
9223372036854775807,
-0.07,
5e-324d,
0,
DATE '1900-02-28',
'09:20:00',
TIMESTAMP '1900-02-28 09:20:00',
'01234567-89ab-4dfd-0000-00000000000e');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (16,
'back\slash',
'back\slash',
-9223372036854775808,
-0.07,
123456789.125d,
1,
DATE '2024-10-04',
'10:00:00',
TIMESTAMP '2024-10-04 10:00:00',
'01234567-89ab-4dfe-0000-00000000000f');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (17,
'\',
'\',
0,
0.00,
0.30000000000000004d,
0,
DATE '9999-12-31',
'10:40:00',
TIMESTAMP '9999-12-31 10:40:00',
'01234567-89ab-4dff-0000-000000000010');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (18,
'line'||CHR(10)||
'break',
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
TIMESTAMP '0874-11-02 11:20:00',
NULL);
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (19,
'carriage'||CHR(13)||
'return',
'carriage'||CHR(13)||
'return',
-1,
-0.01,
-0.001d,
0,
DATE '2020-02-29',
'12:00:00',
TIMESTAMP '2020-02-29 12:00:00',
'01234567-89ab-4e01-0000-000000000012');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (20,
'both'||CHR(13)||
''||CHR(10)||
'at the end'||CHR(13)||
''||CHR(10)||
'',
'both'||CHR(13)||
''||CHR(10)||
'at the end'||CHR(13)||
''||CHR(10)||
'',
9,
0.09,
4.503599627370498e+15d,
1,
DATE '1969-12-31',
'12:40:00',
TIMESTAMP '1969-12-31 12:40:00',
'01234567-89ab-4e02-0000-000000000013');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (21,
'=1+1',
'=1+1',
10,
0.10,
0d,
0,
DATE '1970-01-01',
'13:20:00',
TIMESTAMP '1970-01-01 13:20:00',
'01234567-89ab-4e03-0000-000000000014');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (22,
'+49 30 123456',
'+49 30 123456',
99,
0.99,
0.1d,
1,
DATE '1900-01-01',
'14:00:00',
TIMESTAMP '1900-01-01 14:00:00',
'01234567-89ab-4e04-0000-000000000015');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (23,
'-5',
'-5',
-100,
-1.00,
-2.5d,
0,
DATE '1899-12-31',
'14:40:00',
TIMESTAMP '1899-12-31 14:40:00',
'01234567-89ab-4e05-0000-000000000016');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (24,
'@SUM(A1)',
'@SUM(A1)',
12345,
123.45,
1e+300d,
1,
DATE '1900-03-01',
'15:20:00',
TIMESTAMP '1900-03-01 15:20:00',
'01234567-89ab-4e06-0000-000000000017');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (25,
'＝full width',
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
TIMESTAMP '1900-02-28 16:00:00',
NULL);
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (26,
' leading and trailing ',
' leading and trailing ',
-2147483648,
-21474836.48,
123456789.125d,
1,
DATE '2024-10-04',
'16:40:00',
TIMESTAMP '2024-10-04 16:40:00',
'01234567-89ab-4e08-0000-000000000019');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (27,
'controlcharacters',
'controlcharacters',
999999999999999,
9999999999999.99,
0.30000000000000004d,
0,
DATE '9999-12-31',
'17:20:00',
TIMESTAMP '9999-12-31 17:20:00',
'01234567-89ab-4e09-0000-00000000001a');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (28,
'ümläüt ß',
'ümläüt ß',
1000000000000000,
10000000000000.00,
1e+15d,
1,
DATE '0874-11-02',
'18:00:00',
TIMESTAMP '0874-11-02 18:00:00',
'01234567-89ab-4e0a-0000-00000000001b');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (29,
'日本語',
'日本語',
-999999999999999999,
-9999999999999999.99,
-0.001d,
0,
DATE '2020-02-29',
'18:40:00',
TIMESTAMP '2020-02-29 18:40:00',
'01234567-89ab-4e0b-0000-00000000001c');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (30,
'emoji 🦆 beyond',
'emoji 🦆 beyond',
9007199254740993,
90071992547409.93,
4.503599627370498e+15d,
1,
DATE '1969-12-31',
'19:20:00',
TIMESTAMP '1969-12-31 19:20:00',
'01234567-89ab-4e0c-0000-00000000001d');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (31,
'عربي',
'عربي',
9223372036854775807,
-0.07,
0d,
0,
DATE '1970-01-01',
'20:00:00',
TIMESTAMP '1970-01-01 20:00:00',
'01234567-89ab-4e0d-0000-00000000001e');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (32,
'﻿marked',
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
TIMESTAMP '1900-01-01 20:40:00',
NULL);
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (33,
'<b>&amp;</b>',
'<b>&amp;</b>',
0,
0.00,
-2.5d,
0,
DATE '1899-12-31',
'21:20:00',
TIMESTAMP '1899-12-31 21:20:00',
'01234567-89ab-4e0f-0000-000000000020');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (34,
'_x0041_ and _x000D_',
'_x0041_ and _x000D_',
1,
0.01,
1e+300d,
1,
DATE '1900-03-01',
'22:00:00',
TIMESTAMP '1900-03-01 22:00:00',
'01234567-89ab-4e10-0000-000000000021');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (35,
'GO'||CHR(10)||
'GO',
'GO'||CHR(10)||
'GO',
-1,
-0.01,
5e-324d,
0,
DATE '1900-02-28',
'22:40:00',
TIMESTAMP '1900-02-28 22:40:00',
'01234567-89ab-4e11-0000-000000000022');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (36,
'$(variable) and $5',
'$(variable) and $5',
9,
0.09,
123456789.125d,
1,
DATE '2024-10-04',
'23:20:00',
TIMESTAMP '2024-10-04 23:20:00',
'01234567-89ab-4e12-0000-000000000023');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (37,
'100%_like',
'100%_like',
10,
0.10,
0.30000000000000004d,
0,
DATE '9999-12-31',
'00:00:00',
TIMESTAMP '9999-12-31 00:00:00',
'01234567-89ab-4e13-0000-000000000024');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (38,
'; DROP TABLE nasty; --',
'; DROP TABLE nasty; --',
99,
0.99,
1e+15d,
1,
DATE '0874-11-02',
'00:40:00',
TIMESTAMP '0874-11-02 00:40:00',
'01234567-89ab-4e14-0000-000000000025');
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (39,
'\.',
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
NULL,
TIMESTAMP '2020-02-29 01:20:00',
NULL);
INSERT INTO nasty (id, words, choice, whole, price, real_value, flag, day, time_of_day, moment, code) VALUES (40,
'ends with a backslash \',
'ends with a backslash \',
12345,
123.45,
4.503599627370498e+15d,
1,
DATE '1969-12-31',
'02:00:00',
TIMESTAMP '1969-12-31 02:00:00',
'01234567-89ab-4e16-0000-000000000027');

-- "order"
INSERT INTO "order" (id, nasty_id, "group") VALUES (1, 1, 1);
INSERT INTO "order" (id, nasty_id, "group") VALUES (2, 1, 1);
INSERT INTO "order" (id, nasty_id, "group") VALUES (3, 2, 2);
INSERT INTO "order" (id, nasty_id, "group") VALUES (4, NULL, NULL);
INSERT INTO "order" (id, nasty_id, "group") VALUES (5, 3, 3);
INSERT INTO "order" (id, nasty_id, "group") VALUES (6, 3, 3);
INSERT INTO "order" (id, nasty_id, "group") VALUES (7, 4, 4);
INSERT INTO "order" (id, nasty_id, "group") VALUES (8, 4, 4);
INSERT INTO "order" (id, nasty_id, "group") VALUES (9, 5, 5);
INSERT INTO "order" (id, nasty_id, "group") VALUES (10, 5, 5);
INSERT INTO "order" (id, nasty_id, "group") VALUES (11, NULL, NULL);
INSERT INTO "order" (id, nasty_id, "group") VALUES (12, 6, 6);
INSERT INTO "order" (id, nasty_id, "group") VALUES (13, 7, 7);
INSERT INTO "order" (id, nasty_id, "group") VALUES (14, 7, 7);
INSERT INTO "order" (id, nasty_id, "group") VALUES (15, 8, 8);
INSERT INTO "order" (id, nasty_id, "group") VALUES (16, 8, 8);
INSERT INTO "order" (id, nasty_id, "group") VALUES (17, 9, 9);
INSERT INTO "order" (id, nasty_id, "group") VALUES (18, NULL, NULL);
INSERT INTO "order" (id, nasty_id, "group") VALUES (19, 10, 10);
INSERT INTO "order" (id, nasty_id, "group") VALUES (20, 10, 10);
INSERT INTO "order" (id, nasty_id, "group") VALUES (21, 11, 11);
INSERT INTO "order" (id, nasty_id, "group") VALUES (22, 11, 11);
INSERT INTO "order" (id, nasty_id, "group") VALUES (23, 12, 12);
INSERT INTO "order" (id, nasty_id, "group") VALUES (24, 12, 12);
INSERT INTO "order" (id, nasty_id, "group") VALUES (25, NULL, NULL);
INSERT INTO "order" (id, nasty_id, "group") VALUES (26, 13, 13);
INSERT INTO "order" (id, nasty_id, "group") VALUES (27, 14, 14);
INSERT INTO "order" (id, nasty_id, "group") VALUES (28, 14, 14);
INSERT INTO "order" (id, nasty_id, "group") VALUES (29, 15, 15);
INSERT INTO "order" (id, nasty_id, "group") VALUES (30, 15, 15);
INSERT INTO "order" (id, nasty_id, "group") VALUES (31, 16, 16);
INSERT INTO "order" (id, nasty_id, "group") VALUES (32, NULL, NULL);
INSERT INTO "order" (id, nasty_id, "group") VALUES (33, 17, 17);
INSERT INTO "order" (id, nasty_id, "group") VALUES (34, 17, 17);
INSERT INTO "order" (id, nasty_id, "group") VALUES (35, 18, 18);
INSERT INTO "order" (id, nasty_id, "group") VALUES (36, 18, 18);
INSERT INTO "order" (id, nasty_id, "group") VALUES (37, 19, 19);
INSERT INTO "order" (id, nasty_id, "group") VALUES (38, 19, 19);
INSERT INTO "order" (id, nasty_id, "group") VALUES (39, NULL, NULL);
INSERT INTO "order" (id, nasty_id, "group") VALUES (40, 20, 20);

COMMIT;
ALTER TABLE "order" ADD CONSTRAINT fk_order_nasty_id FOREIGN KEY (nasty_id) REFERENCES nasty (id);
ALTER TABLE "order" ADD CONSTRAINT fk_order_group FOREIGN KEY ("group") REFERENCES "order" (id) DEFERRABLE INITIALLY DEFERRED;
