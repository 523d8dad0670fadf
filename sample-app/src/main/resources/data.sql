insert into medication (name, form, strength_mg, daily_limit_mg)
select * from (values
    ('amoxicillin', 'capsules', 500, 3000),
    ('atorvastatin', 'tablets', 20, 80),
    ('ibuprofen', 'tablets', 400, 2400),
    ('metformin', 'tablets', 850, 2550),
    ('paracetamol', 'tablets', 500, 4000),
    ('ramipril', 'capsules', 5, 10)) as made (name, form, strength_mg, daily_limit_mg)
where not exists (select 1 from medication);
insert into account (number, balance, currency)
select * from (values
    ('ACC-1001', 1250.00, 'EUR'),
    ('ACC-1002', 87.40, 'EUR'),
    ('ACC-1003', 10320.15, 'EUR'),
    ('ACC-1004', -45.90, 'EUR')) as made (number, balance, currency)
where not exists (select 1 from account);
