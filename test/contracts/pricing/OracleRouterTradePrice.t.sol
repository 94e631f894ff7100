// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {PythErrors} from "@pythnetwork/pyth-sdk-solidity/PythErrors.sol";
import {AggregatorV3Interface} from "gimbal/interfaces/AggregatorV3Interface.sol";
import {IOracleRouter} from "gimbal/interfaces/IOracleRouter.sol";
import {LocalPullOracle} from "localnet/LocalPullOracle.sol";
import {LocalPushFeed} from "localnet/LocalPushFeed.sol";
import {OracleFixture} from "./support/OracleFixture.sol";

contract OracleRouterTradePriceTest is OracleFixture {
    function test_P2_twoFreshAgreeingSourcesGiveThePullPrice() public {
        (uint256 price, uint64 time) = router.tradePrice{value: 2}(MARKET, updates(3010e8, 1e8));
        assertEq(price, 3010e18);
        assertEq(time, block.timestamp);
        skip(10);
        (price, time) = router.peekTradePrice(MARKET);
        assertEq(price, 3010e18);
        assertEq(time, block.timestamp - 10);
    }

    function test_theTimeIsThatOfTheOlderFeed() public {
        trade(3000e8, 1e8);
        skip(20);
        bytes[] memory list = new bytes[](1);
        list[0] = update(BASE, 3001e8, -8, block.timestamp);
        (uint256 price, uint64 time) = router.tradePrice{value: 1}(MARKET, list);
        assertEq(price, 3001e18);
        assertEq(time, block.timestamp - 20);
    }

    function test_aDepeggedQuoteRaisesThePriceInQuote() public {
        push(3000e8, 0.88e8);
        assertEq(trade(3000e8, 0.88e8), 3409_090909090909090909);
        (uint256 mark,) = router.markPrice(MARKET);
        assertEq(mark, 3409_090909090909090909);
    }

    function test_P2_aDepegThatOneSourceMissedIsADisagreement() public {
        bytes[] memory list = updates(3000e8, 0.88e8);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOracleRouter.SourcesDisagree.selector, 3409_090909090909090909, 3000e18, 0.01e18
            )
        );
        router.tradePrice{value: 2}(MARKET, list);
    }

    function test_excessValueComesBack() public {
        uint256 before = address(this).balance;
        router.tradePrice{value: 1000}(MARKET, updates(3000e8, 1e8));
        assertEq(address(this).balance, before - 2);
        assertEq(address(router).balance, 0);
    }

    function test_anUnpaidFeeIsNamed() public {
        bytes[] memory list = updates(3000e8, 1e8);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.FeeUnpaid.selector, 2, 1));
        router.tradePrice{value: 1}(MARKET, list);
    }

    function testFuzz_exponentsAreNormalised(int32 expo) public {
        expo = int32(bound(expo, -14, -2));
        bytes[] memory list = new bytes[](2);
        // Rounded as a publisher with that exponent rounds.
        list[0] = update(BASE, int64(int256(3000 * 10 ** uint32(-expo))), expo, block.timestamp);
        list[1] = update(QUOTE, 1e8, -8, block.timestamp);
        (uint256 price,) = router.tradePrice{value: 2}(MARKET, list);
        assertEq(price, 3000e18);
    }

    function test_feedDecimalsAreNormalised() public {
        IOracleRouter.Sources memory s = sources();
        s.basePush = address(new LocalPushFeed("base / USD", 18, 3000e18));
        s.quotePush = address(new LocalPushFeed("quote / USD", 20, 1e20));
        router.setSources(MARKET, s);
        (uint256 price,) = router.markPrice(MARKET);
        assertEq(price, 3000e18);
    }

    function test_P2_aStalePullPriceIsRefused() public {
        trade(3000e8, 1e8);
        skip(61);
        vm.expectRevert(PythErrors.StalePrice.selector);
        router.peekTradePrice(MARKET);
    }

    function test_P2_aStalePushPriceIsRefused() public {
        skip(1 hours + 1);
        bytes[] memory list = updates(3000e8, 1e8);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.StaleRound.selector, address(basePush), 3601, 3600)
        );
        router.tradePrice{value: 2}(MARKET, list);
    }

    function test_P2_aStaleQuoteFeedIsRefused() public {
        skip(1 days + 1);
        basePush.write(3000e8);
        bytes[] memory list = updates(3000e8, 1e8);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.StaleRound.selector, address(quotePush), 86_401, 86_400)
        );
        router.tradePrice{value: 2}(MARKET, list);
    }

    /// @dev Young rounds that repeat an old answer: only the other source can tell.
    function test_P2_aFrozenButYoungPushFeedIsCaughtByThePull() public {
        for (uint256 i; i < 5; i++) {
            skip(30 minutes);
            push(3000e8, 1e8);
        }
        bytes[] memory list = updates(3031e8, 1e8);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.SourcesDisagree.selector, 3031e18, 3000e18, 0.01e18)
        );
        router.tradePrice{value: 2}(MARKET, list);
    }

    function test_P2_theToleranceIsInclusiveOnBothSides() public {
        assertEq(trade(3030e8, 1e8), 3030e18);
        skip(1);
        assertEq(trade(2970e8, 1e8), 2970e18);
        skip(1);
        bytes[] memory list = updates(2969e8, 1e8);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.SourcesDisagree.selector, 2969e18, 3000e18, 0.01e18)
        );
        router.tradePrice{value: 2}(MARKET, list);
    }

    function test_P2_aDownSequencerStopsPrices() public {
        trade(3000e8, 1e8);
        sequencer.write(1);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.SequencerDown.selector, block.timestamp));
        router.peekTradePrice(MARKET);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.SequencerDown.selector, block.timestamp));
        router.markPrice(MARKET);
    }

    function test_P2_aReturningSequencerHasItsGrace() public {
        sequencer.write(0);
        skip(1 hours);
        push(3000e8, 1e8);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.SequencerGrace.selector, 3600, 3600));
        router.markPrice(MARKET);
        skip(1);
        (uint256 price,) = router.markPrice(MARKET);
        assertEq(price, 3000e18);
    }

    function test_anUptimeFeedBeforeItsFirstReportIsRefused() public {
        vm.mockCall(
            address(sequencer),
            abi.encodeCall(AggregatorV3Interface.latestRoundData, ()),
            abi.encode(uint80(0), int256(0), uint256(0), uint256(0), uint80(0))
        );
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.IncompleteRound.selector, address(sequencer), 0));
        router.markPrice(MARKET);
    }

    function test_withoutAnUptimeFeedThereIsNoSequencerCheck() public {
        IOracleRouter.Sources memory s = sources();
        s.sequencer = address(0);
        router.setSources(MARKET, s);
        sequencer.write(1);
        (uint256 price,) = router.markPrice(MARKET);
        assertEq(price, 3000e18);
    }

    function test_P2_pricesOutsideTheRangeAreRefused() public {
        push(99e8, 1e8);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.PriceOutOfRange.selector, 99e18, 100e18, 100_000e18)
        );
        router.markPrice(MARKET);
        push(100_001e8, 1e8);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.PriceOutOfRange.selector, 100_001e18, 100e18, 100_000e18)
        );
        router.markPrice(MARKET);
    }

    function test_nonPositiveAnswersAreRefused() public {
        basePush.write(-1);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.NonPositiveAnswer.selector, address(basePush), -1)
        );
        router.markPrice(MARKET);
        push(3000e8, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IOracleRouter.NonPositiveAnswer.selector, address(quotePush), 0)
        );
        router.markPrice(MARKET);
    }

    function test_nonPositivePullPricesAreRefused() public {
        bytes[] memory list = updates(0, 1e8);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.NonPositiveAnswer.selector, address(pull), 0));
        router.tradePrice{value: 2}(MARKET, list);
    }

    function test_incompleteRoundsAreRefused() public {
        _mockRound(7, 3000e8, block.timestamp, 6);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.IncompleteRound.selector, address(basePush), 7));
        router.markPrice(MARKET);
        _mockRound(7, 3000e8, 0, 7);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.IncompleteRound.selector, address(basePush), 7));
        router.markPrice(MARKET);
    }

    function test_roundsFromTheFutureAreRefused() public {
        _mockRound(7, 3000e8, block.timestamp + 1, 7);
        vm.expectRevert(
            abi.encodeWithSelector(
                IOracleRouter.FutureRound.selector, address(basePush), block.timestamp + 1, block.timestamp
            )
        );
        router.markPrice(MARKET);
    }

    function test_aWrongSignatureIsRefused() public {
        bytes[] memory list = updates(3000e8, 1e8);
        uint64 time = uint64(block.timestamp);
        list[0] = signed(LocalPullOracle.Update(BASE, 3000e8, 0, -8, time, time - 1), 0xBAD);
        vm.expectRevert(PythErrors.InvalidUpdateDataSource.selector);
        router.tradePrice{value: 2}(MARKET, list);
    }

    function test_anOlderPublishTimeChangesNothing() public {
        trade(3000e8, 1e8);
        skip(10);
        bytes[] memory older = updates(2990e8, 1e8);
        skip(10);
        assertEq(trade(3010e8, 1e8), 3010e18);
        (uint256 price, uint64 time) = router.tradePrice{value: 2}(MARKET, older);
        assertEq(price, 3010e18);
        assertEq(time, block.timestamp);
    }

    function test_unknownMarketsAndHalfSourcesAreNamed() public {
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.UnknownMarket.selector, 2));
        router.markPrice(2);
        IOracleRouter.Sources memory s = sources();
        s.quotePush = address(0);
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.IncompleteSources.selector, 2));
        router.setSources(2, s);
        router.setSources(2, sources());
        vm.expectRevert(abi.encodeWithSelector(IOracleRouter.UnknownMarket.selector, 2));
        router.markPrice(2);
    }

    function _mockRound(uint80 id, int256 answer, uint256 updatedAt, uint80 answeredIn) private {
        vm.mockCall(
            address(basePush),
            abi.encodeCall(AggregatorV3Interface.latestRoundData, ()),
            abi.encode(id, answer, updatedAt, updatedAt, answeredIn)
        );
    }
}
