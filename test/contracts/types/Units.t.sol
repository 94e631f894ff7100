// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {toNativeDown, toNativeUp, toWad} from "gimbal/types/Units.sol";

contract UnitsTest is Test {
    function testFuzz_nativeAmountsRoundTrip(uint128 amount, uint8 decimals) public pure {
        decimals = uint8(bound(decimals, 0, 18));
        uint256 wad = toWad(amount, decimals);
        assertEq(toNativeDown(wad, decimals), amount);
        assertEq(toNativeUp(wad, decimals), amount);
    }

    function testFuzz_roundingBracketsTheValue(uint128 wad, uint8 decimals) public pure {
        decimals = uint8(bound(decimals, 0, 18));
        uint256 down = toNativeDown(wad, decimals);
        uint256 up = toNativeUp(wad, decimals);
        assertLe(toWad(down, decimals), wad);
        assertGe(toWad(up, decimals), wad);
        assertLe(up - down, 1);
    }

    function test_aDollarOfSixDecimals() public pure {
        assertEq(toWad(1_000_000, 6), 1e18);
        assertEq(toNativeDown(1e18 - 1, 6), 999_999);
        assertEq(toNativeUp(1e18 - 1, 6), 1_000_000);
    }
}
