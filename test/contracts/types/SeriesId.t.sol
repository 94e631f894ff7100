// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {SeriesId, seriesId} from "gimbal/types/SeriesId.sol";

contract SeriesIdTest is Test {
    function testFuzz_fieldsRoundTrip(uint32 market, uint40 expiry, uint128 strike, bool put) public pure {
        SeriesId id = seriesId(market, expiry, strike, put);
        assertEq(id.market(), market);
        assertEq(id.expiry(), expiry);
        assertEq(id.strike(), strike);
        assertEq(id.isPut(), put);
        assertEq(id.isValid(), expiry != 0 && strike != 0);
    }

    function testFuzz_aValidIdIsBuiltFromItsFields(uint256 word) public pure {
        SeriesId id = SeriesId.wrap(word);
        SeriesId rebuilt = seriesId(id.market(), id.expiry(), id.strike(), id.isPut());
        bool reservedIsZero = (word >> 1) & ((1 << 55) - 1) == 0;
        assertEq(rebuilt == id, reservedIsZero);
        assertEq(id.isValid(), reservedIsZero && id.expiry() != 0 && id.strike() != 0);
    }

    function testFuzz_anyReservedBitInvalidates(
        uint32 market,
        uint40 expiry,
        uint128 strike,
        bool put,
        uint8 bit
    ) public pure {
        vm.assume(expiry != 0 && strike != 0);
        uint256 word = SeriesId.unwrap(seriesId(market, expiry, strike, put));
        assertFalse(SeriesId.wrap(word | (1 << bound(bit, 1, 55))).isValid());
    }

    function testFuzz_equalityIsThatOfFields(
        uint32 market,
        uint40 expiry,
        uint128 strike,
        bool put,
        uint40 other
    ) public pure {
        SeriesId id = seriesId(market, expiry, strike, put);
        SeriesId second = seriesId(market, other, strike, put);
        assertEq(id == second, expiry == other);
        assertEq(id != second, expiry != other);
        assertTrue(id != seriesId(market, expiry, strike, !put));
    }
}
