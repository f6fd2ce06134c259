;; The two passes of the triangle-filter resize, for main/worker/resize.ts.
;; Fixed point as in Pillow: 22 fractional bits, rounded to 8 bits after each pass.
;;
;; A table describes one side: for each output position first (i32), count (i32), then `stride`
;; weights (i32); a row of the table is 8 + 4 * stride bytes.
(module
  (memory (export "memory") 1)

  ;; Interleaved RGB, `rows` rows of `width` pixels at $source to rows of `outputs` pixels at
  ;; $target. Reads one byte past the last pixel.
  (func (export "horizontal")
    (param $source i32) (param $width i32) (param $rows i32)
    (param $table i32) (param $tableRow i32) (param $outputs i32) (param $target i32)
    (local $x i32) (local $entry i32) (local $pixel i32) (local $weight i32) (local $end i32)
    (local $sum v128)
    (block $finished
      (loop $row
        (br_if $finished (i32.eqz (local.get $rows)))
        (local.set $x (i32.const 0))
        (local.set $entry (local.get $table))
        (loop $output
          (local.set $pixel
            (i32.add (local.get $source)
              (i32.mul (i32.load (local.get $entry)) (i32.const 3))))
          (local.set $weight (i32.add (local.get $entry) (i32.const 8)))
          (local.set $end
            (i32.add (local.get $weight)
              (i32.shl (i32.load offset=4 (local.get $entry)) (i32.const 2))))
          (local.set $sum (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (loop $tap
            (local.set $sum
              (i32x4.add (local.get $sum)
                (i32x4.mul
                  (i32x4.extend_low_i16x8_u
                    (i16x8.extend_low_i8x16_u (v128.load32_zero (local.get $pixel))))
                  (v128.load32_splat (local.get $weight)))))
            (local.set $pixel (i32.add (local.get $pixel) (i32.const 3)))
            (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
            (br_if $tap (i32.lt_u (local.get $weight) (local.get $end))))
          (local.set $sum (i32x4.shr_u (local.get $sum) (i32.const 22)))
          (v128.store8_lane 0 (local.get $target) (local.get $sum))
          (v128.store8_lane offset=1 4 (local.get $target) (local.get $sum))
          (v128.store8_lane offset=2 8 (local.get $target) (local.get $sum))
          (local.set $target (i32.add (local.get $target) (i32.const 3)))
          (local.set $entry (i32.add (local.get $entry) (local.get $tableRow)))
          (local.set $x (i32.add (local.get $x) (i32.const 1)))
          (br_if $output (i32.lt_u (local.get $x) (local.get $outputs))))
        (local.set $source
          (i32.add (local.get $source) (i32.mul (local.get $width) (i32.const 3))))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 1)))
        (br $row))))

  ;; Columns of bytes: rows of `length` bytes at $source to `outputs` rows at
  ;; $target, in order: eight at a time, so a store may reach into the row that comes next.
  (func (export "vertical")
    (param $source i32) (param $length i32)
    (param $table i32) (param $tableRow i32) (param $outputs i32) (param $target i32)
    (local $column i32) (local $byte i32) (local $weight i32) (local $end i32)
    (local $bytes v128) (local $factor v128) (local $low v128) (local $high v128)
    (block $finished
      (loop $output
        (br_if $finished (i32.eqz (local.get $outputs)))
        (local.set $column (i32.const 0))
        (local.set $end
          (i32.add (i32.add (local.get $table) (i32.const 8))
            (i32.shl (i32.load offset=4 (local.get $table)) (i32.const 2))))
        (loop $columns
          (local.set $byte
            (i32.add (i32.add (local.get $source) (local.get $column))
              (i32.mul (i32.load (local.get $table)) (local.get $length))))
          (local.set $weight (i32.add (local.get $table) (i32.const 8)))
          (local.set $low (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $high (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (loop $tap
            (local.set $bytes (v128.load8x8_u (local.get $byte)))
            (local.set $factor (v128.load32_splat (local.get $weight)))
            (local.set $low
              (i32x4.add (local.get $low)
                (i32x4.mul (i32x4.extend_low_i16x8_u (local.get $bytes)) (local.get $factor))))
            (local.set $high
              (i32x4.add (local.get $high)
                (i32x4.mul (i32x4.extend_high_i16x8_u (local.get $bytes)) (local.get $factor))))
            (local.set $byte (i32.add (local.get $byte) (local.get $length)))
            (local.set $weight (i32.add (local.get $weight) (i32.const 4)))
            (br_if $tap (i32.lt_u (local.get $weight) (local.get $end))))
          (local.set $bytes
            (i16x8.narrow_i32x4_u
              (i32x4.shr_u (local.get $low) (i32.const 22))
              (i32x4.shr_u (local.get $high) (i32.const 22))))
          (v128.store64_lane 0
            (i32.add (local.get $target) (local.get $column))
            (i8x16.narrow_i16x8_u (local.get $bytes) (local.get $bytes)))
          (local.set $column (i32.add (local.get $column) (i32.const 8)))
          (br_if $columns (i32.lt_u (local.get $column) (local.get $length))))
        (local.set $target (i32.add (local.get $target) (local.get $length)))
        (local.set $table (i32.add (local.get $table) (local.get $tableRow)))
        (local.set $outputs (i32.sub (local.get $outputs) (i32.const 1)))
        (br $output)))))
