import { writeFileSync } from 'node:fs'
import { tables } from './csv.ts'

for (const [name, text] of tables()) writeFileSync(new URL(name, import.meta.url), text)
