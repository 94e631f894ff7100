// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Test} from "forge-std/Test.sol";
import {SqrtPrice} from "gimbal/spoke/venues/SqrtPrice.sol";
import {Token} from "./Token.sol";

interface IUniswapV3Factory {
    function createPool(address tokenA, address tokenB, uint24 fee) external returns (address);
}

interface IUniswapV3Pool {
    function initialize(uint160 sqrtPriceX96) external;
    function mint(address recipient, int24 lower, int24 upper, uint128 amount, bytes calldata data)
        external
        returns (uint256, uint256);
    function burn(int24 lower, int24 upper, uint128 amount) external returns (uint256, uint256);
    function collect(address recipient, int24 lower, int24 upper, uint128 amount0, uint128 amount1)
        external
        returns (uint128, uint128);
    function swap(address recipient, bool zeroForOne, int256 amount, uint160 limit, bytes calldata data)
        external
        returns (int256, int256);
    function liquidity() external view returns (uint128);
    function token0() external view returns (address);
    function token1() external view returns (address);
    function tickSpacing() external view returns (int24);
}

/// @notice Adds and takes liquidity, and swaps, from tokens it mints itself.
contract LiquidityProvider {
    function add(address pool, int24 lower, int24 upper, uint128 amount) public {
        IUniswapV3Pool(pool).mint(address(this), lower, upper, amount, "");
    }

    function remove(address pool, int24 lower, int24 upper, uint128 amount) public {
        IUniswapV3Pool(pool).burn(lower, upper, amount);
        IUniswapV3Pool(pool).collect(address(this), lower, upper, type(uint128).max, type(uint128).max);
    }

    function push(address pool, uint160 toRoot, bool zeroForOne) public {
        IUniswapV3Pool(pool).swap(address(this), zeroForOne, type(int128).max, toRoot, "");
    }

    function uniswapV3MintCallback(uint256 owed0, uint256 owed1, bytes calldata) external {
        Token(IUniswapV3Pool(msg.sender).token0()).mint(msg.sender, owed0);
        Token(IUniswapV3Pool(msg.sender).token1()).mint(msg.sender, owed1);
    }

    function uniswapV3SwapCallback(int256 owed0, int256 owed1, bytes calldata) external {
        if (owed0 > 0) Token(IUniswapV3Pool(msg.sender).token0()).mint(msg.sender, uint256(owed0));
        if (owed1 > 0) Token(IUniswapV3Pool(msg.sender).token1()).mint(msg.sender, uint256(owed1));
    }
}

/// @notice The real factory and pools from the published artifact.
abstract contract UniswapV3Fixture is Test {
    LiquidityProvider internal provider = new LiquidityProvider();

    function deployFactory() internal returns (IUniswapV3Factory factory) {
        string memory artifact = vm.readFile(
            "node_modules/@uniswap/v3-core/artifacts/contracts/UniswapV3Factory.sol/UniswapV3Factory.json"
        );
        bytes memory code = vm.parseJsonBytes(artifact, ".bytecode");
        assembly ("memory-safe") {
            factory := create(0, add(code, 0x20), mload(code))
        }
        assertTrue(address(factory) != address(0), "factory");
    }

    /// @notice Two tokens whose addresses sort as asked.
    function deployTokens(uint8 baseDecimals, uint8 quoteDecimals, bool baseFirst)
        internal
        returns (Token base, Token quote)
    {
        base = new Token("BASE", baseDecimals);
        do {
            quote = new Token("QUOTE", quoteDecimals);
        } while ((address(base) < address(quote)) != baseFirst);
    }

    function deployPool(IUniswapV3Factory factory, Token base, Token quote, uint24 fee, uint256 price)
        internal
        returns (address pool)
    {
        pool = factory.createPool(address(base), address(quote), fee);
        IUniswapV3Pool(pool).initialize(rootAt(base, quote, price, false));
    }

    function rootAt(Token base, Token quote, uint256 price, bool up) internal view returns (uint160) {
        return SqrtPrice.fromPrice(
            price, 10 ** base.decimals(), 10 ** quote.decimals(), address(base) < address(quote), up
        );
    }

    /// @notice Liquidity over the whole range.
    function addLiquidity(address pool, uint128 amount) internal {
        (int24 lower, int24 upper) = wholeRange(pool);
        provider.add(pool, lower, upper, amount);
    }

    function removeLiquidity(address pool, uint128 amount) internal {
        (int24 lower, int24 upper) = wholeRange(pool);
        provider.remove(pool, lower, upper, amount);
    }

    function wholeRange(address pool) internal view returns (int24 lower, int24 upper) {
        int24 spacing = IUniswapV3Pool(pool).tickSpacing();
        upper = (887272 / spacing) * spacing;
        lower = -upper;
    }

    /// @notice Trades the pool to a price, as an arbitrageur would.
    function pushPool(address pool, Token base, Token quote, uint256 price, bool up) internal {
        bool zeroForOne = (address(base) < address(quote)) != up;
        provider.push(pool, rootAt(base, quote, price, zeroForOne), zeroForOne);
    }
}
