// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {MandateBody} from "gimbal/types/Mandate.sol";
import {ExecutorFixture} from "./ExecutorFixture.sol";

/// @notice Many books share one budget of fills by what they hold.
contract FillPartsTest is ExecutorFixture {
    uint64 internal constant VICTIM = 1;
    uint128 internal constant CAPACITY = 600_000e18;
    uint128 internal constant RATE = 20e18;

    function setUp() public override {
        super.setUp();
        config.limits.fillCapacity = CAPACITY;
        config.limits.fillRate = RATE;
        control.setMarket(config);
        arm(filler);
    }

    function fillAll(uint64 book, int128 size) internal returns (uint256 turnover) {
        MandateBody memory body = bodyOf(book, size);
        int256 wanted = distance(body) < 0 ? int256(500e18) : -int256(500e18);
        IHedgeExecutor.BookCall memory call = callOf(body);
        int256 held = evaluate(body).held;
        vm.prank(filler);
        try exec.fill(
            call, wanted, new bytes[](0), wanted > 0 ? 0 : type(uint256).max, uint64(block.timestamp)
        ) {
            int256 moved = evaluate(body).held - held;
            turnover = uint256(moved < 0 ? -moved : moved) * oracle.price() / 1e18;
        } catch {}
    }

    /// @dev At one price all fills of a window stay within the market's budget, however many books and fillers there are.
    function testFuzz_P6_allBooksTogetherStayWithinTheMarketsBudget(uint256 seed) public {
        uint64 count = 3 + uint64(seed % 6);
        for (uint64 book = 1; book <= count; book++) {
            give(book, uint128(uint256(keccak256(abi.encode(seed, book))) % 500_000e6 + 1e6));
        }
        uint256 from = block.timestamp;
        uint256 turnover;
        for (uint256 i; i < 30; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + (seed >> 64) % 300);
            int128 size = int128(int256((seed >> 128) % 300e18)) - 300e18;
            turnover += fillAll(uint64(seed % count) + 1, size);
        }
        uint256 bound = CAPACITY + RATE * (block.timestamp - from);
        // Premiums move worth from books to fillers and so their parts, by as much as they cost.
        assertLe(turnover, bound + bound / 100);
        requireConserved();
    }

    /// @dev The price moves by r at most between two fills: so much more can the parts sum to.
    function testFuzz_P6_whenThePriceMovesTheBoundGrowsByItsRange(uint256 seed) public {
        for (uint64 book = 1; book <= 5; book++) {
            give(book, uint128(uint256(keccak256(abi.encode(seed, book))) % 500_000e6 + 1e6));
        }
        uint256 from = block.timestamp;
        uint256 turnover;
        for (uint256 i; i < 30; i++) {
            seed = uint256(keccak256(abi.encode(seed)));
            vm.warp(block.timestamp + (seed >> 64) % 300);
            oracle.set(2700e18 + (seed >> 32) % 600e18);
            turnover += fillAll(uint64(seed % 5) + 1, int128(int256((seed >> 128) % 300e18)) - 300e18);
        }
        uint256 bound = (CAPACITY + RATE * (block.timestamp - from)) * 3300 / 2700;
        assertLe(turnover, bound + bound / 100);
        requireConserved();
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
        uint256 turnover = fillAll(VICTIM, -400e18);
        assertGt(turnover, 59_000e18, "the victim is filled as far as its quote goes");
        (, uint256 quoteLeft) = vault.holdings(VICTIM);
        assertLt(quoteLeft, 1e6);
    }

    /// @dev A donation is in no ledger, and thins out nobody's part.
    function test_P16_donationsDoNotThinOutAPart() public {
        give(VICTIM, 60_000e6);
        quote.mint(address(vault), 1_000_000_000e6);
        base.mint(address(vault), 1_000_000e18);
        assertGt(fillAll(VICTIM, -400e18), 59_000e18);
    }
}
