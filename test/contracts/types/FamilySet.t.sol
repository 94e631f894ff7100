// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {FamilySet} from "gimbal/types/FamilySet.sol";

contract FamilySetTest is Test {
    function testFuzz_holdsWhatWasAddedAndNothingElse(uint8[] memory families, uint8 other) public pure {
        FamilySet set;
        bool expected;
        for (uint256 i; i < families.length; i++) {
            set = set.add(families[i]);
            assertTrue(set.has(families[i]));
            expected = expected || families[i] == other;
        }
        assertEq(set.has(other), expected);
    }

    function testFuzz_countsEachFamilyOnce(uint256 bits) public pure {
        uint256 expected;
        for (uint256 i; i < 256; i++) {
            expected += (bits >> i) & 1;
        }
        assertEq(FamilySet.wrap(bits).count(), expected);
    }

    function testFuzz_addingTwiceChangesNothing(uint256 bits, uint8 family) public pure {
        FamilySet once = FamilySet.wrap(bits).add(family);
        assertEq(FamilySet.unwrap(once.add(family)), FamilySet.unwrap(once));
        assertGe(once.count(), FamilySet.wrap(bits).count());
    }
}
