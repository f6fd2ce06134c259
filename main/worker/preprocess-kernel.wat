;; The inner loops of preprocessing; preprocess-kernel.ts loads them, resize.ts and preprocess.ts
;; call them.
;;
;; Resizing is fixed point as in Pillow: weights with 22 fractional bits, rounded to 8 bits after
;; each pass. A table describes one side: for each output position the first input position (i32),
;; a count of pairs of taps (i32), then the pairs. A pair holds the weights of two taps as two halves
;; of 11 bits, so that products of 16 bits suffice: words [high 0, high 1], [low 0, low 1]. Taps
;; beyond the last have the weight 0, and a row of the table ends with an even number of pairs.
(module
  (memory (export "memory") 1)

  ;; Interleaved RGB, $rows rows of $width pixels at $source, to rows of $outputs pixels at
  ;; $target, $targetRow bytes apart, which leaves at least one byte between them. $tableRow is the
  ;; length of a table row in bytes. Four rows at a time share the weights, so it may read and
  ;; write three rows too many. Reads up to 15 bytes too far.
  (func (export "horizontal")
    (param $source i32) (param $width i32) (param $rows i32)
    (param $table i32) (param $tableRow i32) (param $outputs i32)
    (param $target i32) (param $targetRow i32)
    (local $sourceRow i32) (local $x i32) (local $entry i32) (local $pair i32) (local $end i32)
    (local $pixelA i32) (local $pixelB i32) (local $pixelC i32) (local $pixelD i32)
    (local $out i32) (local $pixels v128) (local $first v128) (local $second v128)
    (local $firstHigh v128) (local $secondHigh v128) (local $firstLow v128) (local $secondLow v128)
    (local $sumA v128) (local $sumB v128) (local $sumC v128) (local $sumD v128)
    (local.set $sourceRow (i32.mul (local.get $width) (i32.const 3)))
    (block $finished
      (loop $four
        (br_if $finished (i32.le_s (local.get $rows) (i32.const 0)))
        (local.set $x (i32.const 0))
        (local.set $entry (local.get $table))
        (local.set $out (local.get $target))
        (loop $output
          (local.set $pixelA
            (i32.add (local.get $source)
              (i32.mul (i32.load (local.get $entry)) (i32.const 3))))
          (local.set $pixelB (i32.add (local.get $pixelA) (local.get $sourceRow)))
          (local.set $pixelC (i32.add (local.get $pixelB) (local.get $sourceRow)))
          (local.set $pixelD (i32.add (local.get $pixelC) (local.get $sourceRow)))
          (local.set $pair (i32.add (local.get $entry) (i32.const 8)))
          (local.set $end
            (i32.add (local.get $pair)
              (i32.shl (i32.load offset=4 (local.get $entry)) (i32.const 3))))
          ;; One sum a row, high products shifted into it: two a row would not fit in registers.
          (local.set $sumA (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $sumB (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $sumC (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $sumD (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (loop $taps
            ;; Two pairs at a time.
            (local.set $firstHigh (v128.load32_splat (local.get $pair)))
            (local.set $firstLow (v128.load32_splat offset=4 (local.get $pair)))
            (local.set $secondHigh (v128.load32_splat offset=8 (local.get $pair)))
            (local.set $secondLow (v128.load32_splat offset=12 (local.get $pair)))
            ;; Red, green and blue of two pixels each, side by side, as 16-bit numbers; 128 is 0.
            (local.set $pixels (v128.load (local.get $pixelA)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $sumA
              (i32x4.add (local.get $sumA)
                (i32x4.add
                  (i32x4.shl
                    (i32x4.add
                      (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                      (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))
                    (i32.const 11))
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                    (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow))))))
            (local.set $pixelA (i32.add (local.get $pixelA) (i32.const 12)))
            (local.set $pixels (v128.load (local.get $pixelB)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $sumB
              (i32x4.add (local.get $sumB)
                (i32x4.add
                  (i32x4.shl
                    (i32x4.add
                      (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                      (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))
                    (i32.const 11))
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                    (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow))))))
            (local.set $pixelB (i32.add (local.get $pixelB) (i32.const 12)))
            (local.set $pixels (v128.load (local.get $pixelC)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $sumC
              (i32x4.add (local.get $sumC)
                (i32x4.add
                  (i32x4.shl
                    (i32x4.add
                      (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                      (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))
                    (i32.const 11))
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                    (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow))))))
            (local.set $pixelC (i32.add (local.get $pixelC) (i32.const 12)))
            (local.set $pixels (v128.load (local.get $pixelD)))
            (local.set $first
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 0 128 3 128 1 128 4 128 2 128 5 128 128 128 128 128)))
            (local.set $second
              (i8x16.swizzle (local.get $pixels)
                (v128.const i8x16 6 128 9 128 7 128 10 128 8 128 11 128 128 128 128 128)))
            (local.set $sumD
              (i32x4.add (local.get $sumD)
                (i32x4.add
                  (i32x4.shl
                    (i32x4.add
                      (i32x4.dot_i16x8_s (local.get $first) (local.get $firstHigh))
                      (i32x4.dot_i16x8_s (local.get $second) (local.get $secondHigh)))
                    (i32.const 11))
                  (i32x4.add
                    (i32x4.dot_i16x8_s (local.get $first) (local.get $firstLow))
                    (i32x4.dot_i16x8_s (local.get $second) (local.get $secondLow))))))
            (local.set $pixelD (i32.add (local.get $pixelD) (i32.const 12)))
            (local.set $pair (i32.add (local.get $pair) (i32.const 16)))
            (br_if $taps (i32.lt_u (local.get $pair) (local.get $end))))
          ;; One pixel of each row; its fourth byte is overwritten by the next pixel.
          (local.set $pixels
            (i8x16.narrow_i16x8_u
              (i16x8.narrow_i32x4_u
                (i32x4.shr_u (local.get $sumA) (i32.const 22))
                (i32x4.shr_u (local.get $sumB) (i32.const 22)))
              (i16x8.narrow_i32x4_u
                (i32x4.shr_u (local.get $sumC) (i32.const 22))
                (i32x4.shr_u (local.get $sumD) (i32.const 22)))))
          (v128.store32_lane 0 (local.get $out) (local.get $pixels))
          (v128.store32_lane 1
            (i32.add (local.get $out) (local.get $targetRow)) (local.get $pixels))
          (v128.store32_lane 2
            (i32.add (local.get $out) (i32.shl (local.get $targetRow) (i32.const 1)))
            (local.get $pixels))
          (v128.store32_lane 3
            (i32.add (local.get $out) (i32.mul (local.get $targetRow) (i32.const 3)))
            (local.get $pixels))
          (local.set $out (i32.add (local.get $out) (i32.const 3)))
          (local.set $entry (i32.add (local.get $entry) (local.get $tableRow)))
          (local.set $x (i32.add (local.get $x) (i32.const 1)))
          (br_if $output (i32.lt_u (local.get $x) (local.get $outputs))))
        (local.set $source
          (i32.add (local.get $source) (i32.shl (local.get $sourceRow) (i32.const 2))))
        (local.set $target
          (i32.add (local.get $target) (i32.shl (local.get $targetRow) (i32.const 2))))
        (local.set $rows (i32.sub (local.get $rows) (i32.const 4)))
        (br $four))))

  ;; Columns of bytes: rows of $length bytes, $sourceRow apart, at $source to $outputs rows at
  ;; $target, without gaps and in order: sixteen columns at a time, so a store may reach into the row
  ;; that comes next. Reads up to a row and 15 bytes too far.
  (func (export "vertical")
    (param $source i32) (param $length i32) (param $sourceRow i32)
    (param $table i32) (param $tableRow i32) (param $outputs i32) (param $target i32)
    (local $column i32) (local $byte i32) (local $pair i32) (local $end i32) (local $two i32)
    (local $above v128) (local $below v128) (local $sides v128) (local $high v128) (local $low v128)
    (local $valuesA v128) (local $valuesB v128) (local $valuesC v128) (local $valuesD v128)
    (local $highA v128) (local $highB v128) (local $highC v128) (local $highD v128)
    (local $lowA v128) (local $lowB v128) (local $lowC v128) (local $lowD v128)
    (local.set $two (i32.shl (local.get $sourceRow) (i32.const 1)))
    (block $finished
      (loop $output
        (br_if $finished (i32.eqz (local.get $outputs)))
        (local.set $column (i32.const 0))
        (local.set $end
          (i32.add (i32.add (local.get $table) (i32.const 8))
            (i32.shl (i32.load offset=4 (local.get $table)) (i32.const 3))))
        (loop $columns
          (local.set $byte
            (i32.add (i32.add (local.get $source) (local.get $column))
              (i32.mul (i32.load (local.get $table)) (local.get $sourceRow))))
          (local.set $pair (i32.add (local.get $table) (i32.const 8)))
          (local.set $highA (v128.const i32x4 0 0 0 0))
          (local.set $highB (v128.const i32x4 0 0 0 0))
          (local.set $highC (v128.const i32x4 0 0 0 0))
          (local.set $highD (v128.const i32x4 0 0 0 0))
          (local.set $lowA (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $lowB (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $lowC (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (local.set $lowD (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
          (loop $taps
            ;; Two rows side by side: byte 0 of both, byte 1 of both, ...
            (local.set $above (v128.load (local.get $byte)))
            (local.set $below (v128.load (i32.add (local.get $byte) (local.get $sourceRow))))
            (local.set $sides
              (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
                (local.get $above) (local.get $below)))
            (local.set $valuesA (i16x8.extend_low_i8x16_u (local.get $sides)))
            (local.set $valuesB (i16x8.extend_high_i8x16_u (local.get $sides)))
            (local.set $sides
              (i8x16.shuffle 8 24 9 25 10 26 11 27 12 28 13 29 14 30 15 31
                (local.get $above) (local.get $below)))
            (local.set $valuesC (i16x8.extend_low_i8x16_u (local.get $sides)))
            (local.set $valuesD (i16x8.extend_high_i8x16_u (local.get $sides)))
            (local.set $high (v128.load32_splat (local.get $pair)))
            (local.set $highA
              (i32x4.add (local.get $highA)
                (i32x4.dot_i16x8_s (local.get $valuesA) (local.get $high))))
            (local.set $highB
              (i32x4.add (local.get $highB)
                (i32x4.dot_i16x8_s (local.get $valuesB) (local.get $high))))
            (local.set $highC
              (i32x4.add (local.get $highC)
                (i32x4.dot_i16x8_s (local.get $valuesC) (local.get $high))))
            (local.set $highD
              (i32x4.add (local.get $highD)
                (i32x4.dot_i16x8_s (local.get $valuesD) (local.get $high))))
            (local.set $low (v128.load32_splat offset=4 (local.get $pair)))
            (local.set $lowA
              (i32x4.add (local.get $lowA)
                (i32x4.dot_i16x8_s (local.get $valuesA) (local.get $low))))
            (local.set $lowB
              (i32x4.add (local.get $lowB)
                (i32x4.dot_i16x8_s (local.get $valuesB) (local.get $low))))
            (local.set $lowC
              (i32x4.add (local.get $lowC)
                (i32x4.dot_i16x8_s (local.get $valuesC) (local.get $low))))
            (local.set $lowD
              (i32x4.add (local.get $lowD)
                (i32x4.dot_i16x8_s (local.get $valuesD) (local.get $low))))
            (local.set $byte (i32.add (local.get $byte) (local.get $two)))
            (local.set $pair (i32.add (local.get $pair) (i32.const 8)))
            (br_if $taps (i32.lt_u (local.get $pair) (local.get $end))))
          (local.set $lowA
            (i32x4.shr_u
              (i32x4.add (local.get $lowA) (i32x4.shl (local.get $highA) (i32.const 11)))
              (i32.const 22)))
          (local.set $lowB
            (i32x4.shr_u
              (i32x4.add (local.get $lowB) (i32x4.shl (local.get $highB) (i32.const 11)))
              (i32.const 22)))
          (local.set $lowC
            (i32x4.shr_u
              (i32x4.add (local.get $lowC) (i32x4.shl (local.get $highC) (i32.const 11)))
              (i32.const 22)))
          (local.set $lowD
            (i32x4.shr_u
              (i32x4.add (local.get $lowD) (i32x4.shl (local.get $highD) (i32.const 11)))
              (i32.const 22)))
          (v128.store
            (i32.add (local.get $target) (local.get $column))
            (i8x16.narrow_i16x8_u
              (i16x8.narrow_i32x4_u (local.get $lowA) (local.get $lowB))
              (i16x8.narrow_i32x4_u (local.get $lowC) (local.get $lowD))))
          (local.set $column (i32.add (local.get $column) (i32.const 16)))
          (br_if $columns (i32.lt_u (local.get $column) (local.get $length))))
        (local.set $target (i32.add (local.get $target) (local.get $length)))
        (local.set $table (i32.add (local.get $table) (local.get $tableRow)))
        (local.set $outputs (i32.sub (local.get $outputs) (i32.const 1)))
        (br $output))))

  ;; Least bytes to $target, greatest to $target + 16, of $length >= 16 bytes at $source: each
  ;; sixteen candidates.
  (func (export "extremes") (param $source i32) (param $length i32) (param $target i32)
    (local $last i32) (local $bytes v128) (local $least v128) (local $greatest v128)
    (local.set $last
      (i32.sub (i32.add (local.get $source) (local.get $length)) (i32.const 16)))
    ;; The last sixteen may overlap those before.
    (local.set $least (v128.load (local.get $last)))
    (local.set $greatest (local.get $least))
    (block $finished
      (loop $next
        (br_if $finished (i32.ge_u (local.get $source) (local.get $last)))
        (local.set $bytes (v128.load (local.get $source)))
        (local.set $least (i8x16.min_u (local.get $least) (local.get $bytes)))
        (local.set $greatest (i8x16.max_u (local.get $greatest) (local.get $bytes)))
        (local.set $source (i32.add (local.get $source) (i32.const 16)))
        (br $next)))
    (v128.store (local.get $target) (local.get $least))
    (v128.store offset=16 (local.get $target) (local.get $greatest)))

  ;; Interleaved RGB at $source to three planes of f32, $plane bytes apart, at $target:
  ;; (value - $low) / $range. Four pixels at a time, so it may read and write three too many.
  (func (export "normalise")
    (param $source i32) (param $pixels i32) (param $low f32) (param $range f32)
    (param $target i32) (param $plane i32)
    (local $end i32) (local $bytes v128) (local $lows v128) (local $ranges v128)
    (local.set $lows (f32x4.splat (local.get $low)))
    (local.set $ranges (f32x4.splat (local.get $range)))
    (local.set $end
      (i32.add (local.get $target) (i32.shl (local.get $pixels) (i32.const 2))))
    (loop $next
      (local.set $bytes (v128.load (local.get $source)))
      (v128.store (local.get $target)
        (f32x4.div
          (f32x4.sub
            (f32x4.convert_i32x4_u
              (i8x16.swizzle (local.get $bytes)
                (v128.const i8x16 0 128 128 128 3 128 128 128 6 128 128 128 9 128 128 128)))
            (local.get $lows))
          (local.get $ranges)))
      (v128.store (i32.add (local.get $target) (local.get $plane))
        (f32x4.div
          (f32x4.sub
            (f32x4.convert_i32x4_u
              (i8x16.swizzle (local.get $bytes)
                (v128.const i8x16 1 128 128 128 4 128 128 128 7 128 128 128 10 128 128 128)))
            (local.get $lows))
          (local.get $ranges)))
      (v128.store (i32.add (local.get $target) (i32.shl (local.get $plane) (i32.const 1)))
        (f32x4.div
          (f32x4.sub
            (f32x4.convert_i32x4_u
              (i8x16.swizzle (local.get $bytes)
                (v128.const i8x16 2 128 128 128 5 128 128 128 8 128 128 128 11 128 128 128)))
            (local.get $lows))
          (local.get $ranges)))
      (local.set $source (i32.add (local.get $source) (i32.const 12)))
      (local.set $target (i32.add (local.get $target) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $target) (local.get $end))))))
