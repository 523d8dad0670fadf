-- What the tools look up. Made up, and the same in H2 and PostgreSQL.
create table if not exists medication (
    name varchar(64) primary key,
    form varchar(32) not null,
    strength_mg int not null,
    daily_limit_mg int not null
);
create table if not exists account (
    number varchar(16) primary key,
    balance decimal(12, 2) not null,
    currency char(3) not null
);
