// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {FundEntry} from "gimbal/types/Ledger.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

/// @notice Many books share one budget of fills by what they hold.
contract FillPartsTest is ExecutorFixture {
    uint64 internal constant VICTIM = 1;
    uint128 internal constant CAPACITY = 600_000e18;
    uint128 internal constant RATE = 20e18;
    /// @dev By how much the parts of a window may sum to more than one, 18 decimals.
    uint256 internal excess;
    mapping(uint64 book => uint128) internal sent;

    function setUp() public override {
        super.setUp();
        config.limits.fillCapacity = CAPACITY;
        config.limits.fillRate = RATE;
        control.setMarket(config);
        arm(filler);
    }

    /// @dev Worth of all ledgers, 18-decimal quote.
    function worth() internal view returns (uint256) {
        (uint256 allBase, uint256 allQuote) = vault.accounted();
        return allBase * oracle.price() / 1e18 + allQuote * 1e12;
    }

    function fillAll(uint64 book, int128 size) internal returns (uint256 turnover) {
        MandateBody memory body = bodyOf(book, size);
        int256 wanted = distance(body) < 0 ? int256(500e18) : -int256(500e18);
        IHedgeExecutor.BookCall memory call = callOf(body);
        int256 held = evaluate(body).held;
        uint256 before = worth();
        vm.prank(filler);
        try exec.fill(
            call, wanted, new bytes[](0), wanted > 0 ? 0 : type(uint256).max, uint64(block.timestamp)
        ) {
            int256 moved = evaluate(body).held - held;
            turnover = uint256(moved < 0 ? -moved : moved) * oracle.price() / 1e18;
            excess += turnover * config.limits.slippage / before;
        } catch {}
    }

    /// @dev A price r times the one before raises parts by (√r − 1) / (√r + 1) together, less than a quarter of ln r.
    function move(uint256 price) internal {
        uint256 from = oracle.price();
        uint256 root = Math.sqrt(Math.max(price, from) * 1e36 / Math.min(price, from));
        excess += (root - 1e18) * 1e18 / (root + 1e18) + 1;
        oracle.set(price);
    }

    function arriveFor(uint64 book, uint128 amount) internal {
        sent[book] += amount;
        arrive(amount);
        (FundEntry memory entry, bytes32[] memory proof) = entryOf(book, sent[book], 0);
        vault.credit(entry, uint32(book), proof);
        excess += uint256(amount) * 1e30 / worth() + 1;
    }

    function someQuote(uint256 seed) internal pure returns (uint128) {
        return uint128(uint256(keccak256(abi.encode(seed))) % 500_000e6 + 1e6);
    }

    /// @dev The market's budget of a window, times what parts may have grown by in it.
    function limit(uint256 window) internal view returns (uint256) {
        return (CAPACITY + RATE * window) * (1e18 + excess) / 1e18;
    }

    /// @dev At one price all fills of a window stay within the market's budget, however many books and fillers there are.
    function testFuzz_P6_allBooksTogetherStayWithinTheMarketsBudget(uint256 seed) public {
        uint64 count = 3 + uint64(seed % 6);
        for (uint64 book = 1; book <= count; book++) {
            give(book, someQuote(seed ^ book));
        }
        uint256 from = block.timestamp;
        uint256 turnover;
        for (uint256 i; i < 30; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + (seed >> 64) % 300);
            int128 size = int128(int256((seed >> 128) % 300e18)) - 300e18;
            turnover += fillAll(uint64(seed % count) + 1, size);
        }
        assertLe(turnover, limit(block.timestamp - from));
        requireConserved();
    }

    /// @dev Prices move, quote arrives, many fill many books: all of it adds what the interface says, and no more.
    function testFuzz_P6_movesAndArrivalsAddWhatIsStated(uint256 seed) public {
        for (uint64 book = 1; book <= 5; book++) {
            arriveFor(book, someQuote(seed ^ book));
        }
        excess = 0;
        uint256 from = block.timestamp;
        uint256 turnover;
        for (uint256 i; i < 40; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + (seed >> 64) % 300);
            if (seed % 3 == 0) move(2700e18 + (seed >> 32) % 600e18);
            uint64 book = uint64((seed >> 8) % 5) + 1;
            if (seed % 11 == 0) arriveFor(book, someQuote(seed) / 10);
            turnover += fillAll(book, int128(int256((seed >> 128) % 300e18)) - 300e18);
        }
        assertLe(turnover, limit(block.timestamp - from));
        requireConserved();
    }

    /// @dev The stated bound is the best one: a book in quote is filled first, then the price rises by 21 % = 1.1² − 1 and a
    /// book in base is.
    function test_P6_theBoundOfOneMoveIsReached() public {
        config.limits.fillCapacity = CAPACITY / 10;
        config.limits.fillRate = 0;
        control.setMarket(config);
        give(1, 1_100_000e6);
        give(2, 1_000_000e6);
        trade(2, int256(333.333e18), -1_000_000e6);
        uint256 turnover = fillAll(1, -400e18);
        move(PRICE * 121 / 100);
        turnover += fillAll(2, 0);
        assertLe(turnover, CAPACITY / 10 * (1e18 + excess) / 1e18);
        assertApproxEqRel(turnover, CAPACITY / 10 * 22 / 21, 0.002e18);
    }

    /// @dev Nine tenths of the spoke are the attacker's; his fills use up his own parts and nobody else's.
    function test_P16_aStrangerWithMuchCapitalCannotUseUpAnothersPart() public {
        give(VICTIM, 60_000e6);
        for (uint64 book = 2; book <= 10; book++) {
            give(book, 60_000e6);
        }
        uint256 spent;
        for (uint64 book = 2; book <= 10; book++) {
            for (uint256 i; i < 4; i++) {
                spent += fillAll(book, -400e18);
            }
        }
        assertGt(spent, 500_000e18, "nearly all of the market's budget");
        vm.roll(block.number + 1);
        uint256 turnover = fillAll(VICTIM, -400e18);
        assertGt(turnover, 59_000e18, "the victim is filled as far as its quote goes");
        (, uint256 quoteLeft) = vault.holdings(VICTIM);
        assertLt(quoteLeft, 1e6);
    }

    /// @dev From the worth of the spoke's inventory upwards, whatever the others hold and fill at whatever price.
    function testFuzz_P16_aBudgetOfTheInventoryFillsEveryBookWhole(uint256 seed) public {
        give(VICTIM, 60_000e6);
        for (uint64 book = 2; book <= 6; book++) {
            give(book, someQuote(seed ^ book));
        }
        config.limits.fillCapacity = uint128(worth());
        control.setMarket(config);
        oracle.set(2700e18 + seed % 300e18);
        for (uint64 book = 2; book <= 6; book++) {
            fillAll(book, -int128(int256(seed % 400e18)));
            fillAll(book, 0);
        }
        vm.roll(block.number + 1);
        assertGt(fillAll(VICTIM, -400e18), 59_000e18);
    }

    /// @dev A donation is in no ledger, and thins out nobody's part.
    function test_P16_donationsDoNotThinOutAPart() public {
        give(VICTIM, 60_000e6);
        quote.mint(address(vault), 1_000_000_000e6);
        base.mint(address(vault), 1_000_000e18);
        assertGt(fillAll(VICTIM, -400e18), 59_000e18);
    }
}
