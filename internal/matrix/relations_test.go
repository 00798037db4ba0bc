package matrix

// relations are all kinds of references and indexes: within a module and across, required and
// nullable, to itself, two to one target, unique ones; a module with several entities, which has a
// facade, one that is named after its entity, and services that use others.
const relations = `name: customer
module: shop
fields:
  - name:string:required,max=100,unique
  - referred_by:ref(customer)
---
name: order
module: shop
fields:
  - customer_id:ref(customer):required
  - ship_to:ref(customer):required
  - bill_to:ref(customer)
  - replaces:ref(order):unique
  - number:string:required,max=20
  - placed_on:date
  - state:enum(open,paid):default=open
indexes:
  - {columns: [number, placed_on], unique: true}
  - [state, placed_on, created_at]
  - [created_at]
---
name: order_line
module: shop
fields:
  - order_id:ref(order):required
  - position:int:required,min=1
  - price:decimal(12,2):required
  - previous_line:ref(order_line)
indexes:
  - {columns: [order_id, position], unique: true}
  - {columns: [price, updated_at], unique: true}
---
name: invoice
fields:
  - order_id:ref(order):required
  - customer_id:ref(customer):required
  - payer:ref(customer)
  - corrects:ref(invoice)
  - total:decimal(12,2):required
indexes:
  - {columns: [order_id, customer_id], unique: true}
---
name: profile
fields:
  - customer_id:ref(customer):required,unique
  - manager:ref(customer):unique
  - nickname:string:required,max=30,unique
---
name: payment
module: invoice
fields:
  - invoice_id:ref(invoice):required,unique
  - paid_by:ref(profile)
  - amount:decimal(12,2):required,min=0.01
---
name: report
uses: [shop, invoice, profile]
fields:
  - title:string:required
  - body:text
---
name: summary
module: reporting
uses: [report, shop]
fields:
  - report_id:ref(report):required
  - note:text:required,min=1
---
name: archive
module: reporting
uses: [customer]
fields:
  - summary_id:ref(summary)
  - customer_id:ref(customer)
  - kept_until:datetime:required
`
