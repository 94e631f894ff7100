// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {PythErrors} from "@pythnetwork/pyth-sdk-solidity/PythErrors.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {LocalPullOracle} from "localnet/LocalPullOracle.sol";
import {OracleFixture} from "./support/OracleFixture.sol";

contract OracleRouterPriceAtTest is OracleFixture {
    uint80 private constant PHASE = 1 << 64;

    /// @dev Rounds of base after those of setUp (1 and 2): 3 at +0, 4 at +10 minutes, 5 at +20 minutes; quote stays at 2.
    uint64 private start;

    function setUp() public override {
        super.setUp();
        skip(10 minutes);
        start = uint64(block.timestamp);
        basePush.write(3100e8);
        skip(10 minutes);
        basePush.write(3200e8);
        skip(10 minutes);
        basePush.write(3300e8);
        skip(5 minutes);
    }

    function test_theRoundAroundAnInstantGivesItsPrice() public view {
        assertEq(_at(start, 3), 3100e18);
        assertEq(_at(start + 599, 3), 3100e18);
        assertEq(_at(start + 600, 4), 3200e18);
        assertEq(_at(start - 1, 2), 3000e18);
    }

    function test_theNewestRoundServesInstantsThatHavePassed() public view {
        assertEq(_at(uint64(block.timestamp) - 1, 5), 3300e18);
    }

    function testFuzz_onlyOneRoundFitsAnInstant(uint64 instant) public view {
        instant = uint64(bound(instant, start - 10 minutes, block.timestamp - 1));
        uint256 fitting;
        for (uint80 round = 1; round <= 6; round++) {
            try router.pushPriceAt(MARKET, instant, PHASE | round, PHASE | 2) returns (uint256) {
                fitting++;
            } catch {}
        }
        assertEq(fitting, 1);
    }

    function test_aRoundBeforeOrAfterIsRefused() public {
        _expectNotAround(3, start + 600);
        _at(start + 600, 3);
        _expectNotAround(4, start + 599);
        _at(start + 599, 4);
    }

    /// @dev A round of this very block could still follow at the same time.
    function test_theNewestRoundDoesNotServeThisBlock() public {
        _expectNotAround(5, uint64(block.timestamp));
        _at(uint64(block.timestamp), 5);
    }

    function test_missingRoundsProveNothing() public {
        _expectNotAround(6, uint64(block.timestamp) - 1);
        _at(uint64(block.timestamp) - 1, 6);
    }

    function test_aRoundOfAnotherPhaseProvesNothing() public {
        vm.expectRevert(
            abi.encodeWithSelector(
                IOracleRouter.RoundNotAround.selector, address(basePush), (2 << 64) | 3, start
            )
        );
        router.pushPriceAt(MARKET, start, (2 << 64) | 3, PHASE | 2);
    }

    function test_aRoundOlderThanItsHeartbeatAtTheInstantIsRefused() public {
        skip(2 hours);
        uint64 instant = uint64(block.timestamp) - 1;
        uint256 age = instant - (start + 1200);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.StaleRound.selector, address(basePush), age, 3600)
        );
        _at(instant, 5);
    }

    function test_theFirstPullPricesInTheWindowServe() public {
        uint64 instant = uint64(block.timestamp) - 100;
        bytes[] memory list = new bytes[](2);
        list[0] = update(BASE, 3305e8, -8, instant);
        list[1] = update(QUOTE, 1e8, -8, instant);
        uint256 before = address(this).balance;
        assertEq(router.pullPriceAt{value: 10}(MARKET, instant, 60, list), 3305e18);
        assertEq(address(this).balance, before - 2);
    }

    function test_aLaterPriceOfTheWindowCannotBePicked() public {
        uint64 instant = uint64(block.timestamp) - 100;
        bytes[] memory list = new bytes[](2);
        list[0] = update(BASE, 3305e8, -8, instant + 1);
        list[1] = update(QUOTE, 1e8, -8, instant);
        vm.expectRevert(PythErrors.PriceFeedNotFoundWithinRange.selector);
        router.pullPriceAt{value: 2}(MARKET, instant, 60, list);
    }

    function test_pullPricesOutsideTheWindowAreRefused() public {
        uint64 instant = uint64(block.timestamp) - 100;
        bytes[] memory list = new bytes[](2);
        list[1] = update(QUOTE, 1e8, -8, instant);
        list[0] = update(BASE, 3305e8, -8, instant - 1);
        vm.expectRevert(PythErrors.PriceFeedNotFoundWithinRange.selector);
        router.pullPriceAt{value: 2}(MARKET, instant, 60, list);
        list[0] = update(BASE, 3305e8, -8, instant + 61);
        vm.expectRevert(PythErrors.PriceFeedNotFoundWithinRange.selector);
        router.pullPriceAt{value: 2}(MARKET, instant, 60, list);
    }

    function test_pullPricesOfAnInstantNeedSignatureFeeAndRange() public {
        uint64 instant = uint64(block.timestamp) - 100;
        bytes[] memory list = new bytes[](2);
        list[0] = signed(LocalPullOracle.Update(BASE, 3305e8, 0, -8, instant, instant - 1), 0xBAD);
        list[1] = update(QUOTE, 1e8, -8, instant);
        vm.expectRevert(PythErrors.InvalidUpdateDataSource.selector);
        router.pullPriceAt{value: 2}(MARKET, instant, 60, list);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.FeeUnpaid.selector, 2, 0));
        router.pullPriceAt(MARKET, instant, 60, list);
        list[0] = update(BASE, 50e8, -8, instant);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.PriceOutOfRange.selector, 50e18, 100e18, 100_000e18)
        );
        router.pullPriceAt{value: 2}(MARKET, instant, 60, list);
    }

    function _at(uint64 instant, uint80 baseRound) private view returns (uint256) {
        return router.pushPriceAt(MARKET, instant, PHASE | baseRound, PHASE | 2);
    }

    function _expectNotAround(uint80 round, uint64 instant) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IOracleRouter.RoundNotAround.selector, address(basePush), PHASE | round, instant
            )
        );
    }
}
