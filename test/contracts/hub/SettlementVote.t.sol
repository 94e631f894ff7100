// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {ISettlement} from "gimbal/interfaces/ISettlement.sol";
import {SettlementFixture} from "./support/SettlementFixture.sol";

/// @notice With fewer than half of the instants governance settles, within what the market has shown that day.
contract SettlementVoteTest is SettlementFixture {
    uint64[2] private at;
    uint80[2] private rounds;

    function setUp() public override {
        super.setUp();
        at = [uint64(EXPIRY - 20 hours), uint64(EXPIRY - 2 hours)];
        oracle.push(at[0], 2900e18);
        oracle.push(at[1], 3050e18);
        vm.warp(EXPIRY + 2 * GRACE);
    }

    function test_aVoteSettlesWithinTheDaysRange() public {
        store(1, 9000e18);
        vm.expectEmit(address(settler));
        emit ISettlement.PriceSettled(MARKET, EXPIRY, 3000e18, 1, true);
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
    }

    function test_P20_aVotedPriceIsFinal() public {
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.AlreadySettled.selector, MARKET, EXPIRY));
        settler.settleByVote(MARKET, EXPIRY, 2950e18, at, rounds, rounds);
    }

    function test_noVoteOutsideTheDaysRange() public {
        vm.expectRevert(
            abi.encodeWithSelector(ISettlement.OutsideDayRange.selector, 3051e18, 2900e18, 3050e18)
        );
        settler.settleByVote(MARKET, EXPIRY, 3051e18, at, rounds, rounds);
        vm.expectRevert(
            abi.encodeWithSelector(ISettlement.OutsideDayRange.selector, 2899e18, 2900e18, 3050e18)
        );
        settler.settleByVote(MARKET, EXPIRY, 2899e18, at, rounds, rounds);
    }

    function test_theRangeIsOfTheDayBeforeExpiry() public {
        at[0] = uint64(EXPIRY - 1 days - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotInDay.selector, at[0], EXPIRY));
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
        at[0] = uint64(EXPIRY + 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotInDay.selector, at[0], EXPIRY));
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
    }

    function test_noVoteWhereAMedianCanBeHad() public {
        for (uint16 i = 1; i <= 5; i++) {
            store(i, 3000e18);
        }
        vm.expectRevert(abi.encodeWithSelector(ISettlement.EnoughInstants.selector, 5, 5));
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
    }

    function test_noVoteBeforeTheWait() public {
        uint256 end = EXPIRY + 2 * uint256(GRACE);
        vm.warp(end - 1);
        vm.expectRevert(abi.encodeWithSelector(ISettlement.NotYet.selector, end, end - 1));
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
    }

    function test_onlyTheTimelockVotes() public {
        vm.prank(alice);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, alice));
        settler.settleByVote(MARKET, EXPIRY, 3000e18, at, rounds, rounds);
    }
}
